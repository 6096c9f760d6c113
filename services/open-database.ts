import type { Config } from "../shared/config";
import {
  connect,
  type ConnectionSettings,
  type Database,
  roleOf,
  settingsFromUrl,
  watchServers,
} from "../shared/database";
import { findEmbedded, startEmbedded } from "../shared/database/embedded";
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
 * there is one, else started here.
 */
export async function openDatabase(
  config: Config,
  options: { onlyIfRunning?: boolean } = {},
): Promise<OpenDatabase | undefined> {
  const pools = new Map<string, Database>();
  const embedded =
    config.databaseUrl !== undefined
      ? undefined
      : ((await findEmbedded(config.dataDir)) ??
        (options.onlyIfRunning ? undefined : await startEmbedded({ dataDir: config.dataDir })));
  if (config.databaseUrl === undefined && !embedded) return undefined;
  const settings: ConnectionSettings = embedded?.connection ?? settingsFromUrl(config);
  const servers = settings.farther ? watchServers(settings) : undefined;
  return {
    settings,
    embedded: embedded !== undefined,
    of(service) {
      let pool = pools.get(service);
      if (!pool) {
        const role = serviceNames.includes(service) ? roleOf(service) : undefined;
        pool = connect({ settings, service, poolSize: config.databasePoolSize, servers, role });
        pools.set(service, pool);
      }
      return pool;
    },
    pools: () => pools,
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
      await servers?.close();
      await embedded?.stop();
    },
  };
}
