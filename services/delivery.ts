import { AmqpRefused, connectAmqp } from "../shared/amqp";
import { ConfigError, type Config } from "../shared/config";
import { createInbox, deliverOverAmqp, deliverToInboxes, type Delivery } from "../shared/events";
import type { Logger } from "../shared/observability";
import { loadService, serviceNames } from "./load";
import type { OpenDatabase } from "./open-database";

/** How this process's events reach subscribers: over RabbitMQ with AMQP_URL, else by the database. */
export async function openDelivery(
  config: Config,
  log: Logger,
  names: readonly string[],
  database: OpenDatabase,
): Promise<Delivery> {
  const subscribers = serviceNames
    .map((name) => ({ name, subscriptions: loadService(name).parts.subscribe ?? [] }))
    .filter(({ subscriptions }) => subscriptions.length > 0);
  if (config.amqpUrl === undefined) {
    const elsewhere = subscribers.filter(({ name }) => !names.includes(name));
    return deliverToInboxes(
      elsewhere.map(({ name, subscriptions }) => ({
        inbox: createInbox(database.of(name), name, name),
        subscriptions,
      })),
    );
  }
  const amqp = await connect(config.amqpUrl, names, log);
  const publishes = names.some((name) => loadService(name).parts.publishes);
  return deliverOverAmqp({ amqp, log, subscribers, publishes });
}

async function connect(url: string, names: readonly string[], log: Logger) {
  try {
    return await connectAmqp({ url, name: `jumar ${names.join(" ")}`, log });
  } catch (error) {
    if (!(error instanceof AmqpRefused)) throw error;
    const problem = "is refused by RabbitMQ; check its user, password and vhost";
    throw new ConfigError([{ variable: "AMQP_URL", problem }]);
  }
}
