import { eventually } from "./eventually";
import type { JumarProcess } from "../../shared/testing/jumar-process";

export { freePort } from "../../shared/testing/free-port";
export { runJumar, spawnJumar, type JumarProcess } from "../../shared/testing/jumar-process";

/** Waits until the platform at `url` says it is ready, or fails with what the process printed. */
export async function untilReady(
  process: JumarProcess,
  url: string,
  withinMs = 90_000,
): Promise<void> {
  const ended = { yes: false };
  void process.exited.then(() => (ended.yes = true));
  await eventually(async () => {
    if (ended.yes) return true;
    return (await fetch(`${url}/health/ready`)).ok;
  }, withinMs);
  if (ended.yes) throw new Error(`jumar ended instead of becoming ready:\n${process.output()}`);
}
