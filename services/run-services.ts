import type { ServiceBroker, ServiceSchema } from "moleculer";
import { loadSecretKeyBase } from "../shared/config";
import { transaction } from "../shared/database";
import {
  createOutbox,
  startRelay,
  type Delivery,
  type Envelope,
  type Relay,
} from "../shared/events";
import {
  createBroker,
  createCalls,
  durableEvents,
  isBlocked,
  toMoleculer,
  type Calls,
  type Deps,
  type ServiceDefinition,
} from "../shared/service";
import { createSigner, type Signer } from "../shared/signing";
import { openDelivery } from "./delivery";
import { loadService, serviceNames } from "./load";
import type { OpenDatabase } from "./open-database";
import { serveOps } from "./serve-ops";
import type { StartOptions } from "./start-options";

interface Running {
  broker: ServiceBroker;
  deps: ReadonlyMap<string, Deps>;
  call: Calls;
  opsPort: number | undefined;
}

/**
 * Puts services on a broker. `stops` receives what ends each part; run from the last to the first,
 * nothing that is still needed has ended.
 */
export async function runServices(
  options: StartOptions,
  names: readonly string[],
  database: OpenDatabase,
  stops: (() => Promise<unknown>)[],
): Promise<Running> {
  const { config, log, guests = [] } = options;
  const callsOnly = options.only === "calls";
  const delivery = await openDelivery(options, names, database);
  stops.push(() => delivery.close());
  const durable = durableEvents({
    databaseOf: (service) => database.of(service),
    delivery,
    log,
    retentionDays: config.eventRetentionDays,
  });
  const broker = createBroker({
    log,
    middlewares: callsOnly ? [] : [durable.middleware],
    services: names,
    amqpUrl: config.amqpUrl,
    amqpTls: config.amqpTls,
  });
  stops.push(() => broker.stop());

  const signer = createSigner(loadSecretKeyBase(config));
  const relays: Relay[] = [];
  const deps = new Map<string, Deps>();
  const definitions = names.map((name) => ({ name, definition: loadService(name) }));
  for (const { name, definition } of definitions) {
    const prepared = await prepareDeps(options, name, definition, {
      broker,
      database,
      relays,
      signer,
    });
    deps.set(name, prepared);
    broker.createService(
      toMoleculer(definition, prepared, { background: !callsOnly }) as ServiceSchema,
    );
  }
  for (const guest of guests) broker.createService(guest);
  await broker.start();
  const call = createCalls(broker, signer, "jumar");
  await meetOthers(broker, definitions);
  void broker.broadcastLocal("jumar.ready");
  if (callsOnly) return { broker, deps, call, opsPort: undefined };

  const publishers = options.relays === "all" ? serviceNames : names;
  for (const name of publishers.filter((service) => loadService(service).parts.publishes)) {
    relays.push(relayOf(name, options, database, delivery, broker));
  }
  stops.push(() => Promise.all(relays.map((relay) => relay.stop())));
  const ops =
    options.ops === false
      ? undefined
      : await serveOps({
          config,
          database,
          relays,
          durable,
          delivery,
          isBlocked: () => isBlocked(broker),
        });
  if (ops) stops.push(() => ops.close());
  for (const { name, definition } of definitions) {
    const { drain } = definition.parts;
    const own = deps.get(name);
    if (drain && own) stops.push(() => drain(own));
  }
  if (ops) {
    stops.push(() => {
      ops.stopping();
      return Promise.resolve();
    });
  }
  return { broker, deps, call, opsPort: ops?.port };
}

async function prepareDeps(
  { config, log }: StartOptions,
  service: string,
  definition: ServiceDefinition,
  parts: { broker: ServiceBroker; database: OpenDatabase; relays: Relay[]; signer: Signer },
): Promise<Deps> {
  const { broker, database, relays, signer } = parts;
  const db = database.of(service);
  const nudging: Deps["transaction"] = async (work) => {
    const result = await transaction(db, work);
    for (const relay of relays) relay.nudge();
    return result;
  };
  const deps: Deps = {
    service,
    config,
    db,
    log: log.child({ service }),
    call: createCalls(broker, signer, service),
    signer,
    outbox: createOutbox(service),
    transaction: nudging,
    once: nudging,
  };
  return (await definition.parts.prepare?.(deps)) ?? deps;
}

function relayOf(
  service: string,
  { config, log }: StartOptions,
  database: OpenDatabase,
  delivery: Delivery,
  broker: ServiceBroker,
): Relay {
  return startRelay({
    db: database.of(service),
    schema: service,
    deliver: delivery.deliver,
    retentionDays: config.eventRetentionDays,
    log: log.child({ service }),
    onPublished: (events) => {
      for (const event of events) offer(broker, event);
    },
  });
}

/**
 * Offers a published event on the tiers that promise nothing: to one instance of each Moleculer
 * service that listens, and to every gateway, which tells the user's open streams.
 */
function offer(broker: ServiceBroker, event: Envelope): void {
  // Whoever listens answers for itself; Moleculer has logged what went wrong there.
  broker.emit(event.type, event).catch(() => undefined);
  const { id, type, time, subject, data } = event;
  if (!subject?.startsWith("user_")) return;
  broker
    .broadcast("pubsub.user", { user_id: subject, event: { id, type, time, data } })
    .catch(() => undefined);
}

/** In ms. Whoever is missing for longer is down, which must not keep us from serving the rest. */
const MEETING_TIME = 15_000;

/** Over a transporter, services learn of each other a moment after they have started. */
async function meetOthers(
  broker: ServiceBroker,
  definitions: readonly { definition: ServiceDefinition }[],
): Promise<void> {
  if (!broker.transit) return;
  const called = new Set(definitions.flatMap(({ definition }) => definition.parts.calls ?? []));
  await broker.waitForServices([...called], MEETING_TIME).catch(() => undefined);
}
