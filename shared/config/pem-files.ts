import { readFileSync } from "node:fs";
import { ConfigError } from "./config-error";

/** Paths of the PEM files that TLS takes beside what the system trusts. */
export interface PemFiles {
  /** The authority that certified the server; those of the system when absent. */
  ca?: string | undefined;
  /** The client's own certificate and its key. */
  cert?: string | undefined;
  key?: string | undefined;
}

/**
 * What is in the files of `<prefix>_CA`, `_CERT` and `_KEY`, as far as they are set; throws a
 * ConfigError that names the variable whose file cannot be read.
 */
export function readPemFiles(
  prefix: "DATABASE_SSL" | "AMQP_SSL",
  { ca, cert, key }: PemFiles,
): { ca?: string; cert?: string; key?: string } {
  return {
    ...(ca === undefined ? {} : { ca: read(`${prefix}_CA`, ca) }),
    ...(cert === undefined ? {} : { cert: read(`${prefix}_CERT`, cert) }),
    ...(key === undefined ? {} : { key: read(`${prefix}_KEY`, key) }),
  };
}

function read(variable: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new ConfigError([{ variable, problem: "names a file that cannot be read" }]);
  }
}
