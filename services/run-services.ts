import type { ServiceBroker, ServiceSchema } from "moleculer";
import { loadSecretKeyBase } from "../shared/config";
import type { Relay } from "../shared/events";
import {
  type Calls,
  createAgreement,
  createBroker,
  createCalls,
  createMember,
  type Deps,
  durableEvents,
  isBlocked,
  type ServiceDefinition,
  toMoleculer,
} from "../shared/service";
import { createSigner } from "../shared/signing";
import { openDelivery } from "./delivery";
import { loadService } from "./load";
import { offerEvents } from "./offer-events";
import type { OpenDatabase } from "./open-database";
import { prepareDeps } from "./prepare-deps";
import { serveOps } from "./serve-ops";
import type { StartOptions } from "./start-options";
import { startReconcilers } from "./start-reconcilers";
import { startRelays } from "./start-relays";

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
  const signer = createSigner(loadSecretKeyBase(config), config.secretKeyBasePrevious);
  const member = createMember(signer, { silent: callsOnly });
  const broker = createBroker({
    log,
    middlewares: callsOnly ? [] : [durable.middleware],
    services: names,
    amqpUrl: config.amqpUrl,
    amqpTls: config.amqpTls,
    member,
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
  const call = createCalls(broker, signer, "jumar");
  await meetOthers(broker, definitions);
  void broker.broadcastLocal("jumar.ready");
  if (callsOnly) return { broker, deps, call, opsPort: undefined };

  relays.push(
    ...startRelays(options, names, database, delivery, (events) => {
      offerEvents(broker, events);
    }),
  );
  stops.push(() => Promise.all(relays.map((relay) => relay.stop())));
  const reconcilers = startReconcilers({ options, database, durable, delivery, call });
  stops.push(() => Promise.all(reconcilers.map((reconciler) => reconciler.stop())));
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
          agreement: createAgreement(broker, member),
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
