import { type Platform, start } from "../services/start";
import type { Config } from "../shared/config";
import type { Caller } from "../shared/contracts";
import { createLogger } from "../shared/observability";
import type { Calls } from "../shared/service";
import { CommandError } from "./command-error";

/** By whom commands act. */
export const OPERATOR: Caller = { principal: { kind: "operator" } };

/**
 * Runs `work` with the actions of services: with AMQP_URL the fleet's; else this process runs the
 * services, on the database that is configured or, embedded, on the running platform's. Events are
 * left to whatever platform runs, or to its next start.
 */
export async function operate<T>(
  config: Config,
  services: string | readonly string[],
  work: (call: Calls, platform: Platform) => Promise<T>,
): Promise<T> {
  // Silent, because the command itself says what it does and why it failed.
  const log = createLogger({ level: "silent", pretty: false });
  const needed = [...new Set([services].flat())];
  const remote = config.amqpUrl !== undefined;
  const platform = await start({ config, log, services: remote ? [] : needed, only: "calls" });
  try {
    if (remote) await Promise.all(needed.map((name) => waitFor(platform, name)));
    return await work(platform.call, platform);
  } finally {
    await platform.stop();
  }
}

/** In ms; services make themselves known to a new node at once. */
const FLEET_PATIENCE = 5_000;

async function waitFor({ broker }: Platform, service: string): Promise<void> {
  await broker.waitForServices(service, FLEET_PATIENCE).catch(() => {
    throw new CommandError(
      `no process that runs ${service} answers over RabbitMQ; start one first`,
    );
  });
}
