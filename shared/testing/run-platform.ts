import { eventually } from "./eventually";
import { freePort } from "./free-port";
import { type JumarProcess, spawnJumar } from "./jumar-process";
import type { Keeper } from "./keeper";
import type { Leftover } from "./leftovers";
import { testSettings } from "./settings";

/** A platform in a process of its own. */
export interface RunningPlatform {
  url: string;
  opsUrl: string;
  env: Readonly<Record<string, string>>;
  output(): string;
  /** Ends it; resolves with what went wrong in that, if anything did. */
  end(): Promise<string | undefined>;
}

/** A port that was free may be somebody's a moment later, where many start at once. */
const PORT_TRIES = 5;
/** In ms, beside the platform's own delay; then it is killed. */
const END_WITHIN = 30_000;

/** Starts `jumar start` on free ports and waits until it is ready. */
export async function runPlatform(options: {
  env: Readonly<Record<string, string>>;
  within: number;
  keeper: Keeper;
}): Promise<RunningPlatform> {
  for (let tries = 1; ; tries += 1) {
    const env = await settingsFor(options.env);
    const running = spawnJumar(["start", "--migrate"], env);
    const { child, exited, output } = running;
    let leftover: Leftover | undefined;
    if (child.pid !== undefined)
      options.keeper.note((leftover = { kind: "process", pid: child.pid }));
    let hasEnded = false;
    void exited.then(() => {
      hasEnded = true;
      if (leftover) options.keeper.forget(leftover);
    });
    // A test that forgets to stop it is not to wait for it for ever; the keeper ends it then.
    unref(running);

    const url = env.PUBLIC_URL ?? "";
    await untilReady(running, url, options.within, () => hasEnded);
    if (!hasEnded) {
      const opsUrl = `http://localhost:${env.OPS_PORT}`;
      return { url, opsUrl, env, output, end: () => endOf(running, () => hasEnded) };
    }
    if (!/\b(PORT|port) \d+ .*(in use|is taken) by/.test(output()) || tries === PORT_TRIES)
      throw new Error(`jumar ended instead of becoming ready:\n${output()}`);
  }
}

async function settingsFor(env: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const port = env.PORT ?? String(await freePort());
  return {
    PORT: port,
    OPS_PORT: String(await freePort()),
    PUBLIC_URL: `http://localhost:${port}`,
    SHUTDOWN_DELAY: "0",
    LOG_LEVEL: "info",
    ...testSettings,
    ...env,
  };
}

/** Its own word counts first: at the same port another one might answer, which was faster. */
async function untilReady(
  { output }: JumarProcess,
  url: string,
  within: number,
  hasEnded: () => boolean,
): Promise<void> {
  const ready = async (): Promise<boolean> =>
    hasEnded() || (output().includes("Jumar is ready") && (await fetch(`${url}/health/ready`)).ok);
  await eventually(ready, within).catch((cause: unknown) => {
    throw new Error(`jumar was not ready within ${within} ms:\n${output()}`, { cause });
  });
}

async function endOf(
  { child, exited, output }: JumarProcess,
  hasEnded: () => boolean,
): Promise<string | undefined> {
  if (hasEnded()) return `jumar had ended before it was stopped:\n${output()}`;
  child.kill("SIGTERM");
  await eventually(hasEnded, END_WITHIN).catch(() => child.kill("SIGKILL"));
  const { code, signal } = await exited;
  return code === 0 ? undefined : `jumar ended with ${code ?? signal}:\n${output()}`;
}

function unref({ child }: JumarProcess): void {
  child.unref();
  for (const stream of [child.stdout, child.stderr]) {
    (stream as unknown as { unref?(): void } | null)?.unref?.();
  }
}
