import type { Config } from "../shared/config";
import type { Caller } from "../shared/contracts";
import { createLogger } from "../shared/observability";
import type { Calls } from "../shared/service";
import { CommandError } from "./command-error";
import { start } from "../services/start";

/** By whom commands act. */
export const OPERATOR: Caller = { scope: { kind: "operator" } };

/**
 * Runs `work` with the actions of a service: with AMQP_URL the fleet's; else this process runs the
 * service, on the database that is configured or, embedded, on the running platform's. Events are left to whatever platform runs, or to its next start.
 */
export async function operate<T>(
  config: Config,
  service: string,
  work: (call: Calls) => Promise<T>,
): Promise<T> {
  // Silent, because the command itself says what it does and why it failed.
  const log = createLogger({ level: "silent", pretty: false });
  const remote = config.amqpUrl !== undefined;
  const services = remote ? [] : [service];
  const platform = await start({ config, log, services, only: "calls" });
  try {
    if (remote)
      await platform.broker.waitForServices(service, FLEET_PATIENCE).catch(nobodyThere(service));
    return await work(platform.call);
  } finally {
    await platform.stop();
  }
}

/** In ms; services make themselves known to a new node at once. */
const FLEET_PATIENCE = 5_000;

function nobodyThere(service: string) {
  return (): never => {
    throw new CommandError(
      `no process that runs ${service} answers over RabbitMQ; start one first`,
    );
  };
}
