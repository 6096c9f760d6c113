import type { ServiceBroker } from "moleculer";
import {
  createDatabase,
  migrate,
  readSchema,
  requireServerVersion,
  updateRoles,
} from "../shared/database";
import { startTracing } from "../shared/observability";
import type { Calls, Deps } from "../shared/service";
import { loadMigrations, loadRights, serviceNames } from "./load";
import { type OpenDatabase, openDatabase } from "./open-database";
import { runServices, stopAll } from "./run-services";
import { serveOps } from "./serve-ops";
import { StartError } from "./start-error";
import type { StartOptions } from "./start-options";
import { throughOutages } from "./through-outages";

export { type Config, ConfigError, loadConfig } from "../shared/config";
export { createLogger, type Logger, onReport, type Report, report } from "../shared/observability";
export { StartError, type StartOptions };

/** A running set of services. */
export interface Platform {
  services: readonly string[];
  broker: ServiceBroker;
  database: OpenDatabase;
  opsPort: number | undefined;
  /** Resolves once this process is one of the fleet: at once, unless RabbitMQ is away. */
  joined: Promise<void>;
  deps: ReadonlyMap<string, Deps>;
  /** Every action there is, here or elsewhere. */
  call: Calls;
  stop(): Promise<void>;
}

/**
 * Starts services in this process: operator's port → database → migrations → services → relays. RabbitMQ
 * joins when it is there, now or later.
 */
export async function start(options: StartOptions): Promise<Platform> {
  const { config } = options;
  const names = options.services ?? serviceNames;
  const unknown = names.filter((name) => !serviceNames.includes(name));
  if (unknown.length > 0) {
    throw new StartError(
      `there is no service ${unknown.join(", ")}; there are ${serviceNames.join(", ")}`,
    );
  }
  const database = await openDatabase(config, { name: nameOf(options, names), log: options.log });
  if (!database) throw new StartError("there is no database");
  const stops: (() => Promise<unknown>)[] = [
    ...beginTracing(options, names),
    () => database.close(),
  ];
  const stop = (): Promise<void> => stopAll(stops);
  try {
    const ops =
      options.ops === false || options.only === "calls"
        ? undefined
        : await serveOps(config, database);
    if (ops) stops.push(() => ops.close());
    const running = await throughOutages(options.patience, async () => {
      await prepareSchema(database, options);
      return await runServices(options, names, { database, ops });
    });
    stops.push(running.stop);
    return { services: names, database, opsPort: ops?.port, ...running, stop };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

/** How the process's connections show in the database: by what runs there. */
function nameOf({ only }: StartOptions, names: readonly string[]): string {
  return only === "calls" ? "operator" : names.join("+");
}

function beginTracing(
  { config, log }: StartOptions,
  names: readonly string[],
): (() => Promise<void>)[] {
  if (config.tracesEndpoint === undefined) return [];
  // What runs alone has its own name; several together are the platform.
  const name = names.length === 1 ? `jumar-${names[0]}` : "jumar";
  return [startTracing({ endpoint: config.tracesEndpoint, name, log })];
}

/** What a server says of a database that it does not have. */
const ABSENT = "3D000";

async function prepareSchema(database: OpenDatabase, options: StartOptions): Promise<void> {
  const db = database.of("migrate");
  const mayMigrate = options.migrate ?? database.embedded;
  try {
    await requireServerVersion(db);
  } catch (error) {
    if (!mayMigrate || (error as { code?: string }).code !== ABSENT) throw error;
    await createDatabase(database.settings);
    await requireServerVersion(db);
  }
  const sets = loadMigrations();
  const { pending, newer } = await readSchema(db, sets);
  if (newer.length > 0) {
    options.log.warn({ newer: newer.length }, "a newer version has migrated the database");
  }
  if (mayMigrate) {
    if (pending.length > 0) {
      await migrate(db, sets, {
        onStep({ service, migration }) {
          options.log.info({ service, migration }, "migrated");
        },
        onNotice(line) {
          options.log.info(line);
        },
      });
    }
    // What a newer version has given to its services is not ours to take back.
    if (newer.length > 0) return;
    const { leftOut } = await updateRoles(db, loadRights());
    if (leftOut !== undefined) options.log.warn(`services have no roles of their own: ${leftOut}`);
    return;
  }
  const missing = pending.length;
  if (missing === 0) return;
  const all = sets.reduce((sum, { migrations }) => sum + migrations.length, 0);
  const state =
    missing === all
      ? "the database is not migrated"
      : `the database is only migrated in part (${missing} of ${all} migrations are missing)`;
  throw new StartError(`${state}; run \`jumar migrate\`, or start with --migrate`);
}
