import type { ServiceBroker, ServiceSchema } from "moleculer";
import { outageOf } from "../shared/amqp";
import { loadSecretKeyBase } from "../shared/config";
import type { Relay } from "../shared/events";
import { sharedOutage } from "../shared/observability";
import {
  type Calls,
  createAgreement,
  createBroker,
  createCalls,
  createFitness,
  createMember,
  type Deps,
  durableEvents,
  isBlocked,
  isConnected,
  joined,
  type ServiceDefinition,
  type SubscribingSchema,
  toMoleculer,
} from "../shared/service";
import { createSigner } from "../shared/signing";
import { aborted } from "../shared/waiting";
import { openDelivery } from "./delivery";
import { loadService } from "./load";
import { offerEvents } from "./offer-events";
import type { OpenDatabase } from "./open-database";
import { partOfPool } from "./part-of-pool";
import { prepareDeps } from "./prepare-deps";
import type { Ops } from "./serve-ops";
import type { StartOptions } from "./start-options";
import { startReconcilers } from "./start-reconcilers";
import { startRelays } from "./start-relays";

interface Running {
  broker: ServiceBroker;
  deps: ReadonlyMap<string, Deps>;
  call: Calls;
  /** Resolves once this process is one of the fleet, which RabbitMQ may make it long after its start. */
  joined: Promise<void>;
  stop(): Promise<void>;
}

interface Ground {
  database: OpenDatabase;
  ops: Ops | undefined;
}

/** Puts services on a broker; what began by then has ended when it rejects. */
export async function runServices(
  options: StartOptions,
  names: readonly string[],
  ground: Ground,
): Promise<Running> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = (): Promise<void> => stopAll(stops);
  try {
    return { ...(await begin(options, names, ground, stops)), stop };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

/** Ends parts from the last to the first, so that nothing that is still needed has ended. */
export async function stopAll(stops: (() => Promise<unknown>)[]): Promise<void> {
  for (const stopPart of stops.splice(0).reverse()) await stopPart();
}

async function begin(
  options: StartOptions,
  names: readonly string[],
  { database, ops }: Ground,
  stops: (() => Promise<unknown>)[],
): Promise<Omit<Running, "stop">> {
  const { config, log, guests = [], patience } = options;
  const callsOnly = options.only === "calls";
  // Events and calls have a connection each; the log hears of them as one.
  const outage = sharedOutage(outageOf(log, "RabbitMQ"));
  const delivery = await openDelivery(options, names, database, outage());
  stops.push(() => delivery.close());
  const durable = durableEvents({
    databaseOf: (service) => database.of(service),
    delivery,
    log,
    retentionDays: config.eventRetentionDays,
    poolSize: partOfPool(config.databasePoolSize, names, guests as SubscribingSchema[]),
  });
  const signer = createSigner(loadSecretKeyBase(config), config.secretKeyBasePrevious);
  const member = createMember(signer, { silent: callsOnly });
  const broker = createBroker({
    log,
    middlewares: callsOnly ? [] : [durable.middleware],
    services: names,
    amqpUrl: config.amqpUrl,
    amqpTls: config.amqpTls,
    member,
    outage: outage(),
    signal: patience,
  });
  stops.push(() => broker.stop());

  const relays: Relay[] = [];
  const nudgeRelays = (): void => {
    for (const relay of relays) relay.nudge();
  };
  const deps = new Map<string, Deps>();
  const definitions = names.map((name) => ({ name, definition: loadService(name) }));
  for (const { name, definition } of definitions) {
    const prepared = await prepareDeps(definition, {
      service: name,
      config,
      log,
      db: database.of(name),
      signer,
      call: createCalls(broker, signer, name),
      nudgeRelays,
    });
    deps.set(name, prepared);
    broker.createService(
      toMoleculer(definition, prepared, { background: !callsOnly }) as ServiceSchema,
    );
  }
  for (const guest of guests) broker.createService(guest);
  await broker.start();
  const running = {
    broker,
    deps,
    call: createCalls(broker, signer, "jumar"),
    joined: joined(broker),
  };
  if (!callsOnly) {
    relays.push(
      ...startRelays(options, names, database, delivery, (events) => {
        offerEvents(broker, events);
      }),
    );
    stops.push(() => Promise.all(relays.map((relay) => relay.stop())));
    const reconcilers = startReconcilers({
      options,
      database,
      durable,
      delivery,
      call: running.call,
    });
    stops.push(() => Promise.all(reconcilers.map((reconciler) => reconciler.stop())));
  }
  await meetOthers(broker, definitions, patience);
  const agreement = createAgreement(broker, member);
  const { missing, obstacles } = createFitness(broker, definitions, agreement);
  void broker.broadcastLocal("jumar.ready", { obstacles });
  if (ops) {
    ops.show({
      relays,
      durable,
      delivery,
      isBlocked: () => isBlocked(broker),
      agreement,
      missing,
    });
  }
  for (const { name, definition } of callsOnly ? [] : definitions) {
    const { drain } = definition.parts;
    const own = deps.get(name);
    if (drain && own) stops.push(() => drain(own));
  }
  if (ops) stops.push(() => Promise.resolve(ops.stopping()));
  return running;
}

/** In ms. Whoever is missing for longer is down, which must not keep us from serving the rest. */
const MEETING_TIME = 15_000;

/**
 * Over a transporter, services learn of each other a moment after they have started. Where there is none
 * yet they are not waited for.
 */
async function meetOthers(
  broker: ServiceBroker,
  definitions: readonly { definition: ServiceDefinition }[],
  patience?: AbortSignal,
): Promise<void> {
  if (!isConnected(broker)) return;
  const called = new Set(definitions.flatMap(({ definition }) => definition.parts.calls ?? []));
  const met = broker.waitForServices([...called], MEETING_TIME).catch(() => undefined);
  await Promise.race([met, aborted(patience)]);
}
