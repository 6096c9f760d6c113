import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { eventually } from "../eventually";

const INSTALLED = "/usr/lib/postgresql";
/** The user of this machine that servers run as, and their superuser. */
export const OWNER = "postgres";

/** A server of a test's own, of the PostgreSQL that this machine has. */
export interface InstalledServer {
  /** The folder of its socket. */
  readonly host: string;
  /** Runs one of the programs of PostgreSQL, with the server's folder of data as its first argument. */
  run(program: string, ...args: string[]): void;
  start(): void;
  /** The first value that a statement answers. */
  ask(sql: string): Promise<string>;
  /** Resolves once a statement answers this. */
  answers(sql: string, wanted: string): Promise<void>;
  /** `kill -9` of all its processes. */
  kill(): Promise<void>;
}

/** Where the programs of the newest PostgreSQL are; the embedded one cannot copy itself. */
export function findPrograms(): string | undefined {
  const releases = existsSync(INSTALLED) ? readdirSync(INSTALLED) : [];
  return releases
    .sort((a, b) => Number(b) - Number(a))
    .map((release) => join(INSTALLED, release, "bin"))
    .find((folder) => existsSync(join(folder, "pg_basebackup")));
}

/** A server that keeps its files in `folder`, which is there; it listens on a socket only. */
export function installedServer(programs: string, folder: string): InstalledServer {
  const user = userOfServers();
  const data = join(folder, "data");
  // Beside the data: a copy of those would hold the lock of the socket.
  const host = join(folder, "sockets");
  mkdirSync(host);
  for (const own of [folder, host]) if (user) chownSync(own, user.uid, user.gid);
  let child: ChildProcess | undefined;
  const ask = async (sql: string): Promise<string> => {
    const client = new Client({ host, user: OWNER, database: OWNER });
    try {
      await client.connect();
      const { rows } = await client.query<Record<string, unknown>>(sql);
      return String(Object.values(rows[0] ?? {})[0]);
    } finally {
      await client.end();
    }
  };
  return {
    host,
    ask,
    run(program, ...args) {
      execFileSync(join(programs, program), ["-D", data, ...args], {
        ...{ ...user, cwd: folder, stdio: "pipe" },
      });
    },
    start() {
      const settings = ["listen_addresses=", `unix_socket_directories=${host}`, "fsync=off"];
      const args = ["-D", data, ...settings.flatMap((one) => ["-c", one])];
      // Detached, it leads a group, so that all its processes can be killed at once.
      child = spawn(join(programs, "postgres"), args, { ...user, detached: true, stdio: "ignore" });
    },
    async answers(sql, wanted) {
      await eventually(async () => (await ask(sql).catch(() => "")) === wanted);
    },
    async kill() {
      if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child?.once("exit", resolve));
      process.kill(-child.pid, "SIGKILL");
      await ended;
    },
  };
}

/** PostgreSQL does not run as root. */
function userOfServers(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (option: string) =>
    Number(execFileSync("id", [option, OWNER], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}
