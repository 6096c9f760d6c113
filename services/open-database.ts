import type { Config } from "../shared/config";
import {
  type ConnectionSettings,
  type Database,
  openPool,
  type PoolUse,
  poolUse,
  rolesOf,
  settingsFromUrl,
  tellDatabaseOutages,
  watchServers,
} from "../shared/database";
import { findEmbedded, startEmbedded } from "../shared/database/embedded";
import type { Logger } from "../shared/observability";
import { serviceNames } from "./load";

export interface OpenDatabase {
  settings: ConnectionSettings;
  embedded: boolean;
  /** As a service has it, which acts in its database role, over the one pool of this process. */
  of(service: string): Database;
  /** How full that pool is. */
  use(): PoolUse;
  /** Closes the pool and, if it was started here, the embedded server. */
  close(): Promise<void>;
}

interface OpenOptions {
  /** How the connections show in the database's list of sessions, after `jumar-`. */
  name: string;
  /** Without starting the embedded one. */
  onlyIfRunning?: boolean;
  log?: Logger;
}

/**
 * The database of DATABASE_URL, or the embedded one of the data folder: a running platform's if
 * there is one, else started here. `log` hears of its outages.
 */
export async function openDatabase(
  config: Config,
  options: OpenOptions,
): Promise<OpenDatabase | undefined> {
  const embedded =
    config.databaseUrl !== undefined
      ? undefined
      : ((await findEmbedded(config.dataDir)) ??
        (options.onlyIfRunning ? undefined : await startEmbedded({ dataDir: config.dataDir })));
  if (config.databaseUrl === undefined && !embedded) return undefined;
  const settings: ConnectionSettings = embedded?.connection ?? settingsFromUrl(config);
  const outages = options.log && tellDatabaseOutages(options.log);
  const servers = settings.farther ? watchServers(settings) : undefined;
  const pool = openPool({
    settings,
    name: options.name,
    poolSize: config.databasePoolSize,
    servers,
  });
  outages?.watch(pool.db);
  const byService = new Map<string, Database>();
  return {
    settings,
    embedded: embedded !== undefined,
    of(service) {
      const actor = serviceNames.includes(service)
        ? { service, roles: rolesOf(service) }
        : { service };
      const db = byService.get(service) ?? pool.as(actor);
      byService.set(service, db);
      return db;
    },
    use: () => poolUse(pool.db),
    async close() {
      outages?.stop();
      await pool.close();
      await servers?.close();
      await embedded?.stop();
    },
  };
}
