import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTcpProxy, type TcpProxy } from "../consumers/tcp-proxy";
import { type InstalledServer, installedServer, OWNER } from "./installed-postgresql";

/** A PostgreSQL and its replica, which confirms each commit. */
export interface DatabasePair {
  /** Names both, the first one first. */
  readonly url: string;
  /** Names the replica alone. */
  readonly replicaUrl: string;
  /** `kill -9` of the first with all its processes. */
  killPrimary(): Promise<void>;
  /** Lets the replica take writes. */
  promote(): Promise<void>;
  drop(): Promise<void>;
}

/** Starts both in folders of their own, each behind a port of its own. */
export async function startDatabasePair(programs: string): Promise<DatabasePair> {
  const folder = mkdtempSync(join(tmpdir(), "jumar-pair-"));
  chmodSync(folder, 0o755); // servers run as a user of their own
  const serverIn = (name: string): InstalledServer => {
    mkdirSync(join(folder, name));
    return installedServer(programs, join(folder, name));
  };
  const primary = serverIn("primary");
  const replica = serverIn("replica");
  const proxies: TcpProxy[] = [];
  const drop = async (): Promise<void> => {
    try {
      await Promise.all(proxies.map((proxy) => proxy.close()));
    } finally {
      await Promise.all([primary.kill(), replica.kill()]);
      rmSync(folder, { recursive: true, force: true });
    }
  };
  try {
    await replicate(primary, replica);
    for (const { host } of [primary, replica]) {
      proxies.push(await startTcpProxy({ host, port: 5432 }));
    }
  } catch (error) {
    await drop();
    throw error;
  }
  const hosts = proxies.map(({ settings }) => `127.0.0.1:${settings.port}`);
  const urlOf = (names: string[]) => `postgresql://${OWNER}@${names.join(",")}/jumar`;
  return {
    url: urlOf(hosts),
    replicaUrl: urlOf(hosts.slice(1)),
    killPrimary: () => primary.kill(),
    async promote() {
      await replica.ask("select pg_promote()");
    },
    drop,
  };
}

async function replicate(primary: InstalledServer, replica: InstalledServer): Promise<void> {
  primary.run("initdb", "-U", OWNER, "-A", "trust", "--no-sync");
  primary.start();
  await primary.answers("select 'up'", "up");
  // -R: it follows the server that it was copied from.
  replica.run("pg_basebackup", "-h", primary.host, "-U", OWNER, "-R", "--no-sync", "-c", "fast");
  replica.start();
  await primary.ask("alter system set synchronous_standby_names = '*'");
  await primary.ask("select pg_reload_conf()");
  await primary.answers("select sync_state from pg_stat_replication", "sync");
}
