import { execFile } from "node:child_process";
import { appendFile, chown, mkdtemp, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Binaries } from "./binaries/binaries";
import { EmbeddedError, errnoOf } from "./embedded-error";
import type { FolderLayout } from "./folder-layout";
import { clusterAsSeenByServer, type ServerIdentity } from "./server-identity";
import { lastLine } from "./server-log";
import { cleanEnvironment } from "./server-settings";

const unfinished = "postgres.new-";

/**
 * Makes sure the data folder holds a cluster of this PostgreSQL version, initialising an empty one.
 * The new cluster is built beside and renamed, so a kill leaves either none or a whole one. To be
 * called by the owner of the folder only.
 */
export async function ensureCluster(
  layout: FolderLayout,
  binaries: Binaries,
  identity: ServerIdentity,
  fast: boolean,
): Promise<"found" | "initialised"> {
  for (const entry of await readdir(layout.dataDir)) {
    if (!entry.startsWith(unfinished)) continue;
    // a killed start's initdb may still write there for a moment: then the next start removes it
    await rm(join(layout.dataDir, entry), { recursive: true, force: true }).catch(() => undefined);
  }
  if (await holdsCluster(layout, binaries.major)) return "found";
  await initialise(layout, binaries, identity, fast);
  return "initialised";
}

async function holdsCluster({ cluster }: FolderLayout, major: number): Promise<boolean> {
  const entries = await readdir(cluster).catch((error: unknown): string[] => {
    if (errnoOf(error) === "ENOENT") return [];
    throw error;
  });
  if (entries.length === 0) return false;
  if (!entries.includes("PG_VERSION")) {
    throw new EmbeddedError(
      "start_failed",
      `${cluster} exists but holds no PostgreSQL data; move it away or set JUMAR_DATA_DIR to another folder.`,
    );
  }
  const version = (await readFile(join(cluster, "PG_VERSION"), "utf8")).trim();
  if (Number(version) === major) return true;
  throw new EmbeddedError(
    "newer_data",
    `The data in ${cluster} was written by PostgreSQL ${version}, but this Jumar brings PostgreSQL ${major}; use the Jumar that wrote it or set JUMAR_DATA_DIR to another folder.`,
  );
}

async function initialise(
  layout: FolderLayout,
  binaries: Binaries,
  identity: ServerIdentity,
  fast: boolean,
): Promise<void> {
  const fresh = await mkdtemp(join(layout.dataDir, unfinished));
  try {
    const { uid, gid } = identity;
    if (uid !== undefined && gid !== undefined) await chown(fresh, uid, gid);
    const output = await runInitdb(fresh, binaries, identity, fast);
    await appendFile(layout.log, output, { mode: 0o600 });
    await rename(fresh, layout.cluster);
    await syncFolder(layout.dataDir);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

async function runInitdb(
  folder: string,
  binaries: Binaries,
  identity: ServerIdentity,
  fast: boolean,
): Promise<string> {
  const args = [
    `--pgdata=${clusterAsSeenByServer(folder, identity)}`,
    "--username=jumar",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--data-checksums",
    "--no-instructions",
    ...(fast ? ["--no-sync", "--wal-segsize=1"] : []),
  ];
  const options = { cwd: folder, env: cleanEnvironment, encoding: "utf8" as const, ...identity };
  return await new Promise((resolve, reject) => {
    execFile(binaries.initdb, args, options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const line = lastLine(stderr || error.message);
      const nameless = line.includes("could not look up effective user ID");
      const reason = nameless ? `${line}; give this user an entry in /etc/passwd` : line;
      reject(
        new EmbeddedError("start_failed", `The database could not be initialised: ${reason}`, {
          cause: error,
        }),
      );
    });
  });
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
