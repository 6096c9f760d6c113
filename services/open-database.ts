import type { Config } from "../shared/config";
import {
  connect,
  type ConnectionSettings,
  type Database,
  roleOf,
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
  /** The pool of a service, opened at its first use; a service acts in its database role. */
  of(service: string): Database;
  /** The pools opened so far, by whom they are for. */
  pools(): ReadonlyMap<string, Database>;
  /** Closes the pools and, if it was started here, the embedded server. */
  close(): Promise<void>;
}

/**
 * The database of DATABASE_URL, or the embedded one of the data folder: a running platform's if
 * there is one, else started here. `log` hears of its outages.
 */
export async function openDatabase(
  config: Config,
  options: { onlyIfRunning?: boolean; log?: Logger } = {},
): Promise<OpenDatabase | undefined> {
  const pools = new Map<string, Database>();
  const embedded =
    config.databaseUrl !== undefined
      ? undefined
      : ((await findEmbedded(config.dataDir)) ??
        (options.onlyIfRunning ? undefined : await startEmbedded({ dataDir: config.dataDir })));
  if (config.databaseUrl === undefined && !embedded) return undefined;
  const settings: ConnectionSettings = embedded?.connection ?? settingsFromUrl(config);
  const outages = options.log && tellDatabaseOutages(options.log);
  const servers = settings.farther ? watchServers(settings) : undefined;
  return {
    settings,
    embedded: embedded !== undefined,
    of(service) {
      let pool = pools.get(service);
      if (!pool) {
        const role = serviceNames.includes(service) ? roleOf(service) : undefined;
        pool = connect({ settings, service, poolSize: config.databasePoolSize, servers, role });
        outages?.watch(pool);
        pools.set(service, pool);
      }
      return pool;
    },
    pools: () => pools,
    async close() {
      outages?.stop();
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
      await servers?.close();
      await embedded?.stop();
    },
  };
}
