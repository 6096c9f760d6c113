import { realpath } from "node:fs/promises";
import type { EmbeddedDatabase } from "./embedded-database";
import { errnoOf, fileError } from "./embedded-error";
import { type FolderLayout, folderLayout } from "./folder-layout";
import { clusterName, findPostmaster, isPostmaster } from "./postmaster";
import { connectionTo, waitUntilReady } from "./readiness";
import { socketFolder } from "./socket-folder";

const patience = 15_000;

/**
 * Returns the live server of a data folder or undefined, creating nothing; a server that is just
 * starting or stopping is waited for. Its `stop()` does nothing: it belongs to another process.
 */
export async function findEmbedded(dataDir: string): Promise<EmbeddedDatabase | undefined> {
  try {
    return await attach(folderLayout(await realpath(dataDir)), Date.now() + patience);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw fileError(error, dataDir);
  }
}

/**
 * Attaches to the server that runs on a data folder; undefined when there is none to be reached.
 * Only the owner of the folder may `create` the database a killed start left out.
 */
export async function attach(
  layout: FolderLayout,
  until: number,
  create = false,
): Promise<EmbeddedDatabase | undefined> {
  const postmaster = await findPostmaster(layout.cluster);
  if (!postmaster || postmaster.elsewhere) return undefined;
  const name = await clusterName(layout.cluster);
  const connection = connectionTo(await socketFolder(layout.cluster));
  const alive = () => isPostmaster(postmaster.pid, name);
  const state = await waitUntilReady(connection, { alive, create, until });
  if (state !== "ready") return undefined;
  return { connection, owned: false, stop: () => Promise.resolve() };
}
