import type { ServiceBroker, ServiceSchema } from "moleculer";
import { loadSecretKeyBase, type Config } from "../shared/config";
import { migrate, pendingMigrations, transaction } from "../shared/database";
import {
  createInbox,
  createOutbox,
  deliverToInboxes,
  startRelay,
  type LocalSubscriber,
  type Relay,
} from "../shared/events";
import type { Logger, OpsServer } from "../shared/observability";
import { startOpsServer } from "../shared/observability";
import {
  createBroker,
  createCalls,
  durableEvents,
  toMoleculer,
  type Deps,
} from "../shared/service";
import { createSigner } from "../shared/signing";
import { loadMigrations, loadService, serviceNames } from "./load";
import { openDatabase, type OpenDatabase } from "./open-database";

export interface StartOptions {
  config: Config;
  log: Logger;
  /** Names of services; every one when absent. */
  services?: readonly string[];
  /** Runs pending migrations first; otherwise pending ones are an error. */
  migrate?: boolean;
  /** Other people's Moleculer services that share this process; `subscribe` works in them too. */
  guests?: ServiceSchema[];
  /** Without the operator's port, for commands that end by themselves. */
  ops?: boolean;
}

/** A running set of services. */
export interface Platform {
  services: readonly string[];
  broker: ServiceBroker;
  database: OpenDatabase;
  opsPort: number | undefined;
  deps: ReadonlyMap<string, Deps>;
  stop(): Promise<void>;
}

/** Something in the way of starting that the operator can do something about. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** Starts services in this process: configuration → database → migrations → broker → relays. */
export async function start(options: StartOptions): Promise<Platform> {
  const { config } = options;
  const names = options.services ?? serviceNames;
  const unknown = names.filter((name) => !serviceNames.includes(name));
  if (unknown.length > 0) {
    throw new StartError(
      `there is no service ${unknown.join(", ")}; there are ${serviceNames.join(", ")}`,
    );
  }
  const database = await openDatabase(config);
  if (!database) throw new StartError("there is no database");
  const running: { stop(): Promise<unknown> }[] = [{ stop: () => database.close() }];
  const stop = async (): Promise<void> => {
    for (const part of running.splice(0).reverse()) await part.stop();
  };
  try {
    await prepareSchema(database, options);
    return await startServices(options, names, database, running, stop);
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

async function prepareSchema(database: OpenDatabase, options: StartOptions): Promise<void> {
  const db = database.of("migrate");
  if (options.migrate ?? database.embedded) {
    await migrate(db, loadMigrations(), ({ service, migration }) => {
      options.log.info({ service, migration }, "migrated");
    });
  } else if ((await pendingMigrations(db, loadMigrations())).length > 0) {
    throw new StartError(
      "the database is not migrated; run `jumar migrate`, or start with --migrate",
    );
  }
}

async function startServices(
  { config, log, guests = [], ops = true }: StartOptions,
  names: readonly string[],
  database: OpenDatabase,
  running: { stop(): Promise<unknown> }[],
  stop: () => Promise<void>,
): Promise<Platform> {
  const signer = createSigner(loadSecretKeyBase(config));
  const subscribers = localSubscribers(names, database);
  const broker = createBroker({
    log,
    middlewares: [
      durableEvents({
        databaseOf: (service) => database.of(service),
        log,
        retentionDays: config.eventRetentionDays,
        onSubscriber: (subscriber) => subscribers.set(subscriber.inbox.subscriber, subscriber),
      }),
    ],
  });
  const relays: Relay[] = [];
  const deps = new Map<string, Deps>();
  for (const name of names) {
    const definition = loadService(name);
    const base: Deps = {
      service: name,
      config,
      db: database.of(name),
      log: log.child({ service: name }),
      call: createCalls(broker, signer, name),
      signer,
      outbox: createOutbox(name),
      transaction: async (work) => {
        const result = await transaction(database.of(name), work);
        for (const relay of relays) relay.nudge();
        return result;
      },
    };
    const prepared = (await definition.parts.prepare?.(base)) ?? base;
    deps.set(name, prepared);
    broker.createService(toMoleculer(definition, prepared) as ServiceSchema);
  }
  for (const guest of guests) broker.createService(guest);

  running.push({ stop: () => broker.stop() });
  await broker.start();
  const deliver = deliverToInboxes(() => subscribers.values());
  for (const name of names.filter((service) => loadService(service).parts.publishes)) {
    const relay = startRelay({
      db: database.of(name),
      schema: name,
      deliver,
      retentionDays: config.eventRetentionDays,
      log: log.child({ service: name }),
    });
    relays.push(relay);
    running.push(relay);
  }
  const opsServer = ops ? await startOps(config, database, relays) : undefined;
  if (opsServer) running.push({ stop: () => opsServer.close() });
  return { services: names, broker, database, opsPort: opsServer?.port, deps, stop };
}

/** Subscribers that do not run in this process get their copies too; they work them off when they do. */
function localSubscribers(
  names: readonly string[],
  database: OpenDatabase,
): Map<string, LocalSubscriber> {
  const elsewhere = serviceNames
    .filter((name) => !names.includes(name))
    .map((name) => ({ name, subscriptions: loadService(name).parts.subscribe ?? [] }))
    .filter(({ subscriptions }) => subscriptions.length > 0);
  return new Map(
    elsewhere.map(({ name, subscriptions }) => [
      name,
      { inbox: createInbox(database.of(name), name, name), subscriptions, nudge: () => undefined },
    ]),
  );
}

async function startOps(
  config: Config,
  database: OpenDatabase,
  relays: Relay[],
): Promise<OpsServer> {
  const ready = async (): Promise<string[]> => {
    const reached = database.of("ops").raw("select 1").timeout(2_000);
    return await reached.then(
      () => [],
      () => ["database: cannot be reached"],
    );
  };
  const server = await startOpsServer({
    host: config.host,
    port: config.opsPort,
    mayMove: !config.opsPortChosen,
    ready,
  });
  const { Gauge } = await import("prom-client");
  new Gauge({
    name: "jumar_outbox_age_seconds",
    help: "Age of the oldest event that is not published yet.",
    registers: [server.metrics],
    async collect() {
      const lags = await Promise.all(relays.map((relay) => relay.lag()));
      this.set(Math.max(0, ...lags));
    },
  });
  return server;
}
