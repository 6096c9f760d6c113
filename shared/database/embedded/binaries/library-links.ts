import { lstat, readFile, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { errnoOf } from "../embedded-error";

interface Link {
  source: string;
  target: string;
}

/**
 * Makes the shared library links the package's install script would have made; links that are there
 * already stay, so it may run twice or in parallel. Fails with the system error of a read-only folder.
 */
export async function makeLibraryLinks(packageFolder: string): Promise<void> {
  const list = join(packageFolder, "native", "pg-symlinks.json");
  const text = await readFile(list, "utf8").catch((error: unknown) => {
    if (errnoOf(error) === "ENOENT") return "[]";
    throw error;
  });
  for (const { source, target } of JSON.parse(text) as Link[]) {
    const link = join(packageFolder, target);
    if (dirname(source) !== dirname(target)) throw new Error(`unexpected library link ${target}`);
    if (await lstat(link).catch(() => undefined)) continue;
    await symlink(basename(source), link).catch((error: unknown) => {
      if (errnoOf(error) !== "EEXIST") throw error;
    });
  }
}
