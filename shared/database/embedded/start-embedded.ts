import { access, constants, mkdir, realpath } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { runnableBinaries } from "./binaries/binaries";
import { ensureCluster } from "./cluster";
import type { EmbeddedDatabase, EmbeddedOptions } from "./embedded-database";
import { EmbeddedError, fileError } from "./embedded-error";
import { attach } from "./find-embedded";
import { type FolderLayout, folderLayout } from "./folder-layout";
import { claimOwnership, hasLiveOwner, lastSupervisor, releaseOwnership } from "./ownership";
import { findPostmaster, forgetStalePostmaster, type Postmaster } from "./postmaster";
import { isAlive } from "./processes";
import { serve } from "./serve";
import { ensureOwnership, serverIdentity } from "./server-identity";

const patience = 60_000;
const stopPatience = 20_000;
const answerPatience = 15_000;
const backendPatience = 10_000;

/**
 * Starts the PostgreSQL of a data folder, or attaches to the one another live process runs there.
 * The server ends with `stop()` or within a second after this process, however that ended. Throws
 * only `EmbeddedError`.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  try {
    const layout = folderLayout(await prepareDataDir(options.dataDir));
    const until = Date.now() + patience;
    for (;;) {
      if (await claimOwnership(layout)) return await startOwned(layout, options);
      const live = await attach(layout, until);
      // an owner killed just now seems alive for a moment; its server is about to stop
      if (live && (await hasLiveOwner(layout))) return live;
      if (Date.now() > until) break;
      await delay(25);
    }
    throw new EmbeddedError(
      "busy",
      `Another process holds the data folder ${layout.dataDir} but its database does not answer; stop that process or set JUMAR_DATA_DIR to another folder.`,
    );
  } catch (error) {
    throw fileError(error, options.dataDir);
  }
}

async function prepareDataDir(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  return await realpath(dataDir);
}

async function startOwned(
  layout: FolderLayout,
  options: EmbeddedOptions,
): Promise<EmbeddedDatabase> {
  try {
    await outliveSupervisor(layout);
    const identity = await serverIdentity(layout);
    const binaries = await runnableBinaries(identity);
    await ensureOwnership(layout.cluster, identity);
    const state = await ensureCluster(layout, binaries, identity, options.fast ?? false);
    if (state === "initialised") options.onLog?.(`initialised a database in ${layout.cluster}`);
    const server = { layout, identity, binaries, options };
    const until = Date.now() + backendPatience;
    for (;;) {
      const adopted = await reachablePostmaster(layout);
      if (!adopted) await forgetStalePostmaster(layout.cluster);
      try {
        return await serve(server, adopted);
      } catch (error) {
        // an adopted server may have been stopping, and a killed one's backends take a moment to end
        const passing =
          adopted !== undefined || String(error).includes("pre-existing shared memory");
        if (!passing || Date.now() > until) throw error;
        await delay(25);
      }
    }
  } catch (error) {
    await releaseOwnership(layout).catch(() => undefined);
    throw error;
  }
}

/** Waits for a dead owner's supervisor, which is stopping the server right now. */
async function outliveSupervisor(layout: FolderLayout): Promise<void> {
  const supervisor = await lastSupervisor(layout);
  const until = Date.now() + stopPatience;
  while (isAlive(supervisor)) {
    if (Date.now() > until) {
      throw new EmbeddedError(
        "busy",
        `The previous database of ${layout.dataDir} is still stopping (process ${supervisor?.pid}); try again in a moment.`,
      );
    }
    await delay(10);
  }
}

/**
 * The live server to adopt. It has to answer on this folder's own socket first: in a copy of a live
 * data folder the pid file names the original's server, which is not ours to end.
 */
async function reachablePostmaster(layout: FolderLayout): Promise<Postmaster | undefined> {
  const answers = await attach(layout, Date.now() + answerPatience, true);
  const postmaster = await findPostmaster(layout.cluster);
  if (!postmaster || answers) return postmaster;
  throw new EmbeddedError(
    "busy",
    `The PostgreSQL process ${postmaster.pid} of ${layout.cluster} does not answer there; end it, or if this is a copy of live data remove postmaster.pid from the copy.`,
  );
}
