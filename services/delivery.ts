import { type Amqp, AmqpRefused, connectAmqp } from "../shared/amqp";
import { ConfigError } from "../shared/config";
import { subscriberNames } from "../shared/contracts";
import { createInbox, deliverOverAmqp, deliverToInboxes, type Delivery } from "../shared/events";
import type { Outage } from "../shared/observability";
import { loadService, serviceNames } from "./load";
import type { OpenDatabase } from "./open-database";
import { StartError } from "./start-error";
import type { StartOptions } from "./start-options";

/** How this process's events reach subscribers: over RabbitMQ with AMQP_URL, else by the database. */
export async function openDelivery(
  options: StartOptions,
  names: readonly string[],
  database: OpenDatabase,
  outage: Outage,
): Promise<Delivery> {
  const { config, log, relays, only } = options;
  const subscribers = subscriberNames.map((name) => ({
    name,
    subscriptions: loadService(name).parts.subscribe ?? [],
  }));
  if (config.amqpUrl !== undefined && only === "calls") {
    // Who waits for an answer is told at once what is in the way.
    const amqp = await connect(options, ["operator"], outage);
    const problem = amqp.problem();
    await amqp.close();
    if (problem !== undefined) {
      throw new StartError(`RabbitMQ ${problem}; check that it runs, and AMQP_URL`);
    }
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
  const amqp = await connect(options, names, outage);
  const publishers = relays === "all" ? serviceNames : names;
  const publishes = publishers.some((name) => loadService(name).parts.publishes);
  return deliverOverAmqp({ amqp, log, subscribers, publishes });
}

async function connect(
  { config, log, patience }: StartOptions,
  names: readonly string[],
  outage: Outage,
): Promise<Amqp> {
  const { amqpUrl: url = "", amqpTls: tls } = config;
  const name = `jumar ${names.join(" ")}`;
  try {
    return await connectAmqp({ url, tls, name, log, outage, signal: patience });
  } catch (error) {
    if (!(error instanceof AmqpRefused)) throw error;
    throw new ConfigError([{ variable: "AMQP_URL", problem: error.problem }]);
  }
}
