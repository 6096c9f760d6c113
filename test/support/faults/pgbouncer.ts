import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { eventually } from "../eventually";
import { withPart } from "../left-out";
import { TEST_DATABASE_URL } from "../postgresql";
import { freePort } from "../processes";

/** Debian keeps it where only root looks. */
const PATH = `${process.env.PATH ?? ""}:/usr/sbin:/usr/local/sbin`;

/** A PgBouncer of a test's own, in transaction mode, before the PostgreSQL of the tests. */
export interface PgBouncer {
  /** Where a database is reached through it. */
  urlOf(databaseUrl: string): string;
  stop(): Promise<void>;
}

/** Tests that need PgBouncer besides; where it is absent they are skipped, and the run says so. */
export function withPgBouncer(what: string, tests: () => void): void {
  const { status } = spawnSync("pgbouncer", ["--version"], { env: { ...process.env, PATH } });
  const absent = "there is no pgbouncer; `apt-get install pgbouncer` brings it";
  withPart(what, status === 0 ? undefined : absent, tests);
}

/**
 * Starts one that has at most `serverConnections` to each database, as it comes: it refuses whatever
 * parameter it does not know.
 */
export async function startPgBouncer(serverConnections: number): Promise<PgBouncer> {
  const folder = mkdtempSync(join(tmpdir(), "jumar-pgbouncer-"));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const server = new URL(TEST_DATABASE_URL);
  const file = join(folder, "pgbouncer.ini");
  const password = server.password === "" ? "" : ` password=${decodeURIComponent(server.password)}`;
  writeFileSync(
    file,
    `[databases]
* = host=${server.hostname} port=${server.port || "5432"} user=${server.username}${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${serverConnections}
max_client_conn = 200
${process.getuid?.() === 0 ? "user = nobody" : ""}
`,
  );
  const child = spawn("pgbouncer", ["--quiet", file], {
    env: { ...process.env, PATH },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let output = "";
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  const urlOf = (databaseUrl: string): string => {
    const url = new URL(databaseUrl);
    url.hostname = "127.0.0.1";
    url.port = String(port);
    return url.href;
  };
  try {
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(`PgBouncer ended:\n${output}`);
      const client = new Client({ connectionString: urlOf(TEST_DATABASE_URL) });
      try {
        await client.connect();
        return true;
      } finally {
        await client.end().catch(() => undefined);
      }
    });
    return { urlOf, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
