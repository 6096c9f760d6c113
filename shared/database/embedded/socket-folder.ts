import { createHash } from "node:crypto";
import { readlink, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errnoOf } from "./embedded-error";
import { socketName } from "./folder-layout";
import { privateFolder } from "./private-folder";

/** Systems take 103 (macOS) or 107 (Linux) bytes for the path of a socket. */
const longestSocketPath = 103;

/**
 * The folder under which clients find the socket: the cluster itself, or for a path too long for a
 * socket a link to it in a private folder of the temporary folder.
 */
export async function socketFolder(cluster: string): Promise<string> {
  if (fits(cluster)) return cluster;
  const alias = aliasOf(cluster);
  await privateFolder(join(alias, ".."), 0o700);
  for (;;) {
    const target = await readlink(alias).catch(() => undefined);
    if (target === cluster) return alias;
    await rm(alias, { force: true });
    await symlink(cluster, alias).catch((error: unknown) => {
      if (errnoOf(error) !== "EEXIST") throw error;
    });
  }
}

/** Removes the link of a stopped server, if it had one. */
export async function removeSocketFolder(cluster: string): Promise<void> {
  if (!fits(cluster)) await rm(aliasOf(cluster), { force: true });
}

function aliasOf(cluster: string): string {
  const name = createHash("sha256").update(cluster).digest("hex").slice(0, 16);
  const below = (base: string) => join(base, `jumar-${process.geteuid?.() ?? 0}`, name);
  return fits(below(tmpdir())) ? below(tmpdir()) : below("/tmp");
}

function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, socketName)) <= longestSocketPath;
}
