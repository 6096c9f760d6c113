import { constants, existsSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { errnoOf } from "../embedded-error";
import { privateFolder } from "../private-folder";
import type { BinariesPackage } from "./find-package";
import { makeLibraryLinks } from "./library-links";

const notNeeded = /\.a$|^pkgconfig$/;

/**
 * Copies the binaries to a cache of the calling user and returns the copy's package folder, for when
 * the installed one is read-only (no links) or lies where the server's user cannot go. The copy
 * appears by one rename, so parallel starts and a kill in the middle leave no half copy in use.
 */
export async function copyToCache(found: BinariesPackage, cache?: string): Promise<string> {
  const root = await (cache === undefined ? defaultCache() : privateFolder(cache, 0o755));
  const copy = join(root, `${basename(found.folder)}-${found.version}`);
  if (existsSync(copy)) return copy;
  const fresh = await mkdtemp(`${copy}.new-`);
  try {
    await cp(join(found.folder, "native"), join(fresh, "native"), {
      recursive: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
      filter: (path) => !notNeeded.test(basename(path)),
    });
    await makeLibraryLinks(fresh);
    await openForReading(fresh);
    await rename(fresh, copy).catch((error: unknown) => {
      if (errnoOf(error) !== "ENOTEMPTY" && errnoOf(error) !== "EEXIST") throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return copy;
}

/** Root's cache must be enterable by the server's user, so it is never below root's home. */
async function defaultCache(): Promise<string> {
  const asRoot = process.geteuid?.() === 0;
  const inTmp = join(tmpdir(), `jumar-cache-${process.geteuid?.() ?? 0}`);
  for (const path of [asRoot ? "/var/cache/jumar" : homeCache(), inTmp]) {
    if (path === undefined) continue;
    try {
      await mkdir(dirname(path), { recursive: true });
      return await privateFolder(path, 0o755);
    } catch (error) {
      if (path === inTmp) throw error;
    }
  }
  return inTmp;
}

function homeCache(): string | undefined {
  try {
    return join(homedir(), ".cache", "jumar");
  } catch {
    return undefined; // neither HOME nor an entry in the user database
  }
}

/** An installation under a strict umask must not make the copy unreadable for the server's user. */
async function openForReading(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const runnable = entry.isDirectory() || ((await stat(path)).mode & 0o100) !== 0;
    await chmod(path, runnable ? 0o755 : 0o644);
  }
}
