import { connectAmqp } from "../amqp";
import { connect, type Database, tellDatabaseOutages } from "../database";
import { completeTuning, deliverOverAmqp, type Delivery } from "../events";
import { createLogger } from "../observability";
import { type DurableEvents, durableEvents } from "../service";
import { poolSizeOf, settingsOf, type SubscriberPlaces } from "./options";
import { requireSubscriberName } from "./subscriber-name";

type Middleware = DurableEvents["middleware"];

/**
 * A middleware for a Moleculer broker of your own: each of its services that has
 * `subscribe: [on(userRegistered, handler)]` in its schema gets its queue, and an inbox in a schema of
 * your database that is named like the service. The broker does not start when RabbitMQ refuses its
 * user, when the database cannot be reached, or when a service has a name of the platform's or a tuning
 * out of range. Throws a RangeError for a tuning of its own that is.
 */
export function subscribingServices(options: SubscriberPlaces): Middleware {
  const { amqpUrl, amqpTls, tuning = {}, retentionDays = 30 } = options;
  const poolSize = poolSizeOf(options);
  completeTuning(tuning, poolSize);
  const log = options.log ?? createLogger({ level: "warn", pretty: false, name: "subscribers" });
  const settings = settingsOf(options.database);
  const outages = tellDatabaseOutages(log);
  const pools = new Map<string, Database>();
  let delivery: Delivery | undefined;

  const durable = durableEvents({
    databaseOf(service) {
      requireSubscriberName(service);
      let pool = pools.get(service);
      if (!pool) {
        pool = connect({ settings, service, poolSize });
        outages.watch(pool);
        pools.set(service, pool);
      }
      return pool;
    },
    delivery: {
      deliver: () => Promise.reject(new Error("a subscriber publishes nothing")),
      attach(subscriber) {
        if (!delivery) throw new Error("the broker has not started yet");
        return delivery.attach(subscriber);
      },
      problem: () => delivery?.problem(),
      onQueueMade: () => undefined,
      hasAlarm: () => delivery?.hasAlarm() ?? false,
      queues: async () => (await delivery?.queues()) ?? [],
      close: async () => await delivery?.close(),
    },
    log,
    retentionDays,
    tuning,
  });
  return {
    ...durable.middleware,
    async starting() {
      const amqp = await connectAmqp({ url: amqpUrl, tls: amqpTls, name: "subscribers", log });
      delivery = deliverOverAmqp({ amqp, log, subscribers: [], publishes: false });
    },
    async stopped() {
      await delivery?.close();
      outages.stop();
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
      pools.clear();
    },
  };
}
