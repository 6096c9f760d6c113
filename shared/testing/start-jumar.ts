import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "../client";
import type { ConnectionSettings } from "../database";
import { accountsOf } from "./accounts";
import { openEventInbox } from "./event-inbox";
import type { Jumar } from "./jumar";
import { type Keeper, startKeeper } from "./keeper";
import { openMailInbox } from "./mail-inbox";
import type { JumarOptions } from "./options";
import { makePlaces, type Places } from "./places";
import { type RunningPlatform, runPlatform } from "./run-platform";

/** In ms. */
const START_WITHIN = { embedded: 120_000, local: 120_000, containers: 300_000 };

// jest runs tests in a context of its own, where Node's symbol is missing and `await using` would fail.
(Symbol as { asyncDispose?: symbol }).asyncDispose ??= Symbol("Symbol.asyncDispose");

/**
 * Starts a whole Jumar for tests: embedded when nothing is said, which needs nothing installed; on
 * servers that run already (`local`); or with servers in containers. Whatever it makes goes with
 * `stop()`, with a start that fails, and with the process that it was started from.
 */
export async function startJumar(options: JumarOptions = {}): Promise<Jumar> {
  const { mode = "embedded" } = options;
  const within = options.startWithin ?? START_WITHIN[mode];
  const keeper = startKeeper();
  try {
    // Whoever finds one of these sees which process it belonged to.
    const name = `jumar-kit-${process.pid}-${randomBytes(6).toString("hex")}`;
    const dataDir = mkdtempSync(join(tmpdir(), `${name}-`));
    keeper.note({ kind: "data folder", path: dataDir });
    const places = await makePlaces(options, { name, dataDir, within, keeper });
    const env = { ...places.env, JUMAR_DATA_DIR: dataDir, ...options.env };
    const platform = await runPlatform({ env, within, keeper });
    return await kitOf(mode, places, platform, keeper);
  } catch (error) {
    // What went wrong first is what there is to know.
    await keeper.removeAll().catch(() => undefined);
    throw error;
  }
}

async function kitOf(
  mode: Jumar["mode"],
  places: Places,
  platform: RunningPlatform,
  keeper: Keeper,
): Promise<Jumar> {
  const { url, opsUrl, env, output } = platform;
  const settings = await places.database();
  const mails = openMailInbox(url);
  const events = openEventInbox(settings);
  let stopping: Promise<void> | undefined;

  const stop = async (): Promise<void> => {
    await events.close();
    const failure = await platform.end();
    await keeper.removeAll();
    if (failure !== undefined) throw new Error(failure);
  };
  const stopOnce = (): Promise<void> => (stopping ??= stop());

  return {
    mode,
    url,
    ops: {
      live: `${opsUrl}/health/live`,
      ready: `${opsUrl}/health/ready`,
      metrics: `${opsUrl}/metrics`,
    },
    databaseUrl: urlOf(settings),
    amqpUrl: places.amqpUrl,
    env,
    client: createClient({ baseUrl: url }),
    mails,
    events: events.inbox,
    ...accountsOf(url, env, mails),
    output,
    stop: stopOnce,
    [Symbol.asyncDispose]: stopOnce,
  };
}

/** A socket's folder is no host name, so host and port stand in the query, as libpq has it. */
function urlOf({
  host = "",
  port = 5432,
  user = "",
  password,
  database = "",
}: ConnectionSettings): string {
  const secret =
    typeof password === "string" && password !== "" ? `:${encodeURIComponent(password)}` : "";
  const who = `${encodeURIComponent(user)}${secret}`;
  return host.startsWith("/")
    ? `postgresql://${who}@localhost/${database}?host=${encodeURIComponent(host)}&port=${port}`
    : `postgresql://${who}@${host}:${port}/${database}`;
}
