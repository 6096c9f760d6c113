import { readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(__dirname, "../..");

/** What package-lock.json says of a package. */
export interface Locked {
  /** Its folder, e.g. `node_modules/pg/node_modules/pg-types`. */
  path: string;
  name: string;
  version: string;
  integrity?: string;
  resolved?: string;
  license?: string;
  engines?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  dev?: boolean;
  peer?: boolean;
  link?: boolean;
}

/** Every package that an installation may consist of. */
export function readLockfile(): Locked[] {
  const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
    packages: Record<string, Omit<Locked, "path">>;
  };
  return Object.entries(packages)
    .filter(([path]) => path !== "")
    .map(([path, locked]) => ({ ...locked, path, name: path.split("node_modules/").at(-1)! }));
}

/** Those that are shipped. */
export function shipped(locked: readonly Locked[]): Locked[] {
  return locked.filter(({ dev, peer }) => dev !== true && peer !== true);
}
