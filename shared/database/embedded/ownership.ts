import { createHash, randomBytes } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { errnoOf } from "./embedded-error";
import type { FolderLayout } from "./folder-layout";
import { identify, isAlive, type ProcessId } from "./processes";

/**
 * Makes this process the owner of a data folder; false while a live process owns it. PostgreSQL's own
 * interlock still stands behind it: two servers never share a folder.
 */
export async function claimOwnership(layout: FolderLayout): Promise<boolean> {
  return await claim(layout.owner);
}

/**
 * Puts this process on record, complete in one step (a hard link). A dead process' record is replaced
 * by whoever holds the claim to exactly that record, so of many that saw it dead one succeeds, and
 * nobody can replace the successor's. Such a claim is a record like any other, in case of a kill.
 */
async function claim(path: string): Promise<boolean> {
  const draft = await writeDraft(path, ownId());
  try {
    for (;;) {
      if (await linked(draft, path)) return true;
      const dead = await readText(path);
      if (dead === undefined) continue;
      if (isAlive(parse(dead))) return false;
      const takeover = `${path}.${createHash("sha256").update(dead).digest("hex").slice(0, 12)}`;
      if (await claim(takeover)) {
        const unchanged = (await readText(path)) === dead;
        if (unchanged) await rename(draft, path);
        await rm(takeover, { force: true });
        if (unchanged) return true;
      } else {
        await delay(5);
      }
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/** Whether the process on record as the owner still runs. */
export async function hasLiveOwner(layout: FolderLayout): Promise<boolean> {
  return isAlive(parse((await readText(layout.owner)) ?? ""));
}

/** Notes the supervisor, so that a next owner can wait for it after this one was killed. */
export async function recordSupervisor(layout: FolderLayout, id: ProcessId): Promise<void> {
  await rename(await writeDraft(layout.supervisor, id), layout.supervisor);
}

/** The supervisor of the last owner, which may still be stopping that one's server. */
export async function lastSupervisor(layout: FolderLayout): Promise<ProcessId | undefined> {
  return parse((await readText(layout.supervisor)) ?? "");
}

/** Gives the data folder up, if this process still owns it. */
export async function releaseOwnership(layout: FolderLayout): Promise<void> {
  const owner = parse((await readText(layout.owner)) ?? "");
  const { pid, started } = ownId();
  if (owner?.pid !== pid || owner.started !== started) return;
  await rm(layout.supervisor, { force: true });
  await rm(layout.owner, { force: true });
}

async function writeDraft(path: string, id: ProcessId): Promise<string> {
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  // readable, so that after a killed `sudo npm start` the folder's own user can tell it is stale
  await writeFile(draft, JSON.stringify(id), { mode: 0o644, flag: "wx" });
  return draft;
}

function ownId(): ProcessId {
  const id = identify(process.pid);
  if (!id) throw new Error("this system does not tell when a process started");
  return id;
}

function parse(text: string): ProcessId | undefined {
  try {
    const id = JSON.parse(text) as Partial<ProcessId> | null;
    return id?.pid !== undefined && id.started !== undefined
      ? { pid: id.pid, started: id.started }
      : undefined;
  } catch {
    return undefined; // absent or cut short by a power loss
  }
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: unknown) => {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  });
}

async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return false;
    throw error;
  }
}
