import { socketPort } from "./folder-layout";

/** The whole environment of the server: nothing of the caller's, above all no PG* variable. */
export const cleanEnvironment: NodeJS.ProcessEnv = { LC_ALL: "C", TZ: "UTC" };

export interface ServerSettings {
  fast: boolean;
  maxConnections: number;
  clusterName: string;
}

/**
 * The settings as command line arguments, which win over postgresql.conf and ALTER SYSTEM, so a data
 * folder written by an older Jumar runs with today's settings. The socket lies in the data folder,
 * named relatively: no path length or quoting can get in the way.
 */
export function settingArguments(settings: ServerSettings): string[] {
  const values: Record<string, string | number> = {
    listen_addresses: "",
    unix_socket_directories: ".",
    unix_socket_permissions: "0700",
    port: socketPort,
    cluster_name: settings.clusterName,
    max_connections: settings.maxConnections,
    shared_buffers: "64MB",
    // Each look starts a process for every database: most of what an idle server costs.
    autovacuum_naptime: "3min",
    default_transaction_isolation: "serializable",
    password_encryption: "scram-sha-256",
    timezone: "UTC",
    log_timezone: "UTC",
    log_min_messages: "warning",
    // statements and row values of failed queries hold addresses and hashes of people
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_checkpoints: "off",
    logging_collector: "off",
    // commits still reach the kernel, so tests may kill the server and find them again
    ...(settings.fast ? { fsync: "off", full_page_writes: "off", max_wal_size: "1GB" } : {}),
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
