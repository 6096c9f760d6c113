import { AmqpRefused, connectAmqp } from "../shared/amqp";
import { ConfigError, type PemFiles } from "../shared/config";
import { subscriberNames } from "../shared/contracts";
import { createInbox, deliverOverAmqp, deliverToInboxes, type Delivery } from "../shared/events";
import type { Logger } from "../shared/observability";
import { loadService, serviceNames } from "./load";
import type { OpenDatabase } from "./open-database";
import type { StartOptions } from "./start-options";

/** How this process's events reach subscribers: over RabbitMQ with AMQP_URL, else by the database. */
export async function openDelivery(
  { config, log, relays, only }: StartOptions,
  names: readonly string[],
  database: OpenDatabase,
): Promise<Delivery> {
  const subscribers = subscriberNames.map((name) => ({
    name,
    subscriptions: loadService(name).parts.subscribe ?? [],
  }));
  if (config.amqpUrl !== undefined && only === "calls") {
    // Moleculer would try for ever to get in where we are refused.
    const amqp = await connect(config.amqpUrl, config.amqpTls, ["operator"], log);
    await amqp.close();
  }
  if (config.amqpUrl === undefined || only === "calls") {
    const elsewhere = subscribers.filter(({ name }) => !names.includes(name));
    return deliverToInboxes(
      elsewhere.map(({ name, subscriptions }) => ({
        inbox: createInbox(database.of(name), name, name),
        subscriptions,
      })),
    );
  }
  const amqp = await connect(config.amqpUrl, config.amqpTls, names, log);
  const publishers = relays === "all" ? serviceNames : names;
  const publishes = publishers.some((name) => loadService(name).parts.publishes);
  return deliverOverAmqp({ amqp, log, subscribers, publishes });
}

async function connect(url: string, tls: PemFiles, names: readonly string[], log: Logger) {
  try {
    return await connectAmqp({ url, tls, name: `jumar ${names.join(" ")}`, log });
  } catch (error) {
    if (!(error instanceof AmqpRefused)) throw error;
    throw new ConfigError([{ variable: "AMQP_URL", problem: error.problem }]);
  }
}
