import { chown, lchown, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { EmbeddedError, errnoOf } from "./embedded-error";
import type { FolderLayout } from "./folder-layout";

/** Whom the server runs as; empty means as the calling user. */
export interface ServerIdentity {
  uid?: number;
  gid?: number;
}

const nobody = { uid: 65534, gid: 65534 };

/**
 * Chooses the user the server runs as: PostgreSQL refuses root, so root hands over to the owner of
 * the existing data, else to the owner of the data folder, else to `nobody`; no user is created.
 */
export async function serverIdentity(layout: FolderLayout): Promise<ServerIdentity> {
  if (process.geteuid?.() !== 0) return {};
  if (process.platform !== "linux") {
    throw new EmbeddedError(
      "unsupported_platform",
      "The embedded database does not run as root on this system; start Jumar as an ordinary user or set DATABASE_URL.",
    );
  }
  for (const folder of [layout.cluster, layout.dataDir]) {
    const found = await stat(folder).catch(() => undefined);
    if (found && found.uid !== 0) return { uid: found.uid, gid: found.gid };
  }
  return nobody;
}

/**
 * How the server itself names its data folder. For root it is the working directory it was started
 * in: the kernel resolves that link without walking the parents, so the data may stay below
 * folders the server's user cannot enter (a 0700 data folder, a clone in /root).
 */
export function clusterAsSeenByServer(cluster: string, identity: ServerIdentity): string {
  return identity.uid === undefined ? cluster : "/proc/self/cwd";
}

/** Gives a folder that root restored from a backup (and so owns) back to the server's user. */
export async function ensureOwnership(cluster: string, identity: ServerIdentity): Promise<void> {
  const { uid, gid } = identity;
  if (uid === undefined || gid === undefined) return;
  const found = await stat(cluster).catch((error: unknown) => {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  });
  if (!found || found.uid === uid) return;
  for (const entry of await readdir(cluster, { recursive: true })) {
    await lchown(join(cluster, entry), uid, gid);
  }
  await chown(cluster, uid, gid);
}
