import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import { Client } from "pg";
import { TEST_DATABASE_URL } from "../../support/postgresql";

const run = promisify(execFile);

/** What is there of a start whose name is in its data folder: folders, processes. */
export function leftOnThisMachine(name: string): string[] {
  const folders = readdirSync(tmpdir()).filter((file) => file.startsWith(name));
  const processes = readdirSync("/proc").filter(
    (pid) => /^\d+$/.test(pid) && (told(pid, "cmdline") + told(pid, "environ")).includes(name),
  );
  return [...folders, ...processes.map((pid) => `${pid} ${told(pid, "cmdline")}`)];
}

/** What starts of this process are called; tests beside it have others. */
export const OWN = `jumar-kit-${process.pid}-`;

function told(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8").replaceAll("\0", " ");
  } catch {
    return ""; // it has just ended
  }
}

/** The same in the servers that run already: databases and virtual hosts. */
export async function leftInServers(name: string): Promise<string[]> {
  return [...(await databases(name)), ...(await vhosts(name))];
}

async function databases(name: string): Promise<string[]> {
  const client = new Client({ connectionString: TEST_DATABASE_URL });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>(
      "select datname from pg_database where datname like $1",
      [`${name.replaceAll("-", "_")}%`],
    );
    return rows.map(({ datname }) => datname);
  } finally {
    await client.end();
  }
}

async function vhosts(name: string): Promise<string[]> {
  const { stdout } = await run("rabbitmqctl", ["--quiet", "list_vhosts", "name"]);
  return stdout.split("\n").filter((line) => line.startsWith(name));
}

/** The name of a start, as its settings tell it. */
export function nameOf(env: Readonly<Record<string, string>>): string {
  return /jumar-kit-\d+-[0-9a-f]+/.exec(env.JUMAR_DATA_DIR ?? "")?.[0] ?? "none";
}
