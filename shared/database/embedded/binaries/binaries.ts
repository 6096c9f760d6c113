import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { EmbeddedError } from "../embedded-error";
import type { ServerIdentity } from "../server-identity";
import { cleanEnvironment } from "../server-settings";
import { copyToCache } from "./binaries-cache";
import { findPackage } from "./find-package";
import { makeLibraryLinks } from "./library-links";

export interface Binaries {
  initdb: string;
  postgres: string;
  major: number;
}

/** Returns binaries that the server's user was seen to run, in place if possible, else as a copy. */
export async function runnableBinaries(identity: ServerIdentity): Promise<Binaries> {
  const found = findPackage();
  try {
    await makeLibraryLinks(found.folder);
    return await tryBinaries(found.folder, identity);
  } catch {
    const copy = await copyToCache(found);
    return await tryBinaries(copy, identity).catch((error: unknown) => {
      throw new EmbeddedError(
        "unsupported_platform",
        `The PostgreSQL binaries do not run on this system (${firstLine(error)}); set DATABASE_URL to a PostgreSQL or CockroachDB of your own.`,
        { cause: error },
      );
    });
  }
}

/** Only a real run tells that every parent folder, the loader and all libraries are reachable. */
async function tryBinaries(packageFolder: string, identity: ServerIdentity): Promise<Binaries> {
  const bin = join(packageFolder, "native", "bin");
  const postgres = join(bin, "postgres");
  const { stdout } = await promisify(execFile)(postgres, ["--version"], {
    cwd: "/",
    env: cleanEnvironment,
    ...identity,
  });
  const major = /PostgreSQL\) (\d+)/.exec(stdout)?.[1];
  if (major === undefined) throw new Error(`unexpected version: ${stdout}`);
  return { initdb: join(bin, "initdb"), postgres, major: Number(major) };
}

function firstLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string };
  return (stderr?.trim() || message || String(error)).split("\n")[0] ?? "";
}
