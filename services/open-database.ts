import type { Config } from "../shared/config";
import {
  connect,
  settingsFromUrl,
  type ConnectionSettings,
  type Database,
} from "../shared/database";
import { findEmbedded, startEmbedded } from "../shared/database/embedded";

export interface OpenDatabase {
  settings: ConnectionSettings;
  embedded: boolean;
  /** The pool of a service, opened at its first use. */
  of(service: string): Database;
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
  const settings = embedded?.connection ?? settingsFromUrl(config);
  return {
    settings,
    embedded: embedded !== undefined,
    of(service) {
      let pool = pools.get(service);
      if (!pool) {
        pool = connect({ settings, service, poolSize: config.databasePoolSize });
        pools.set(service, pool);
      }
      return pool;
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
      await embedded?.stop();
    },
  };
}
