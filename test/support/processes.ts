import type { JumarProcess } from "../../shared/testing/jumar-process";
import { eventually } from "./eventually";

export { freePort } from "../../shared/testing/free-port";
export { runJumar, spawnJumar, type JumarProcess } from "../../shared/testing/jumar-process";

/** The ports that a process listens on, as it tells them itself. */
export interface Listening {
  /** The gateway's, if it has one. */
  port: number | undefined;
  opsUrl: string;
}

/** Waits until a process says that it is ready; fails with what it printed when it ends instead. */
export async function untilListening(
  { exited, output }: JumarProcess,
  withinMs = 180_000,
): Promise<Listening> {
  let hasEnded = false;
  void exited.then(() => (hasEnded = true));
  await eventually(() => hasEnded || output().includes("Jumar is ready"), withinMs);
  if (hasEnded) throw new Error(`jumar ended instead of becoming ready:\n${output()}`);
  const port = /Jumar is ready on http:\/\/\S+:(\d+) /.exec(output())?.[1];
  const opsPort = /^ *Health +http:\/\/\S+:(\d+)\//m.exec(output())?.[1];
  return {
    port: port === undefined ? undefined : Number(port),
    opsUrl: `http://127.0.0.1:${opsPort}`,
  };
}
