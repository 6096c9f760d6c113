import type { Database } from "./connect";

/** What the SQL of this project is run on, each from which version. */
const NEEDED = {
  PostgreSQL: [15, 0],
  CockroachDB: [24, 3],
} as const;

export interface ServerVersion {
  /** E.g. `PostgreSQL 18.1`. */
  name: string;
  /** The least version there has to be; undefined when this one will do or nobody knows. */
  needs?: string;
}

/** The database's server is too old. */
export class OldDatabaseError extends Error {
  override readonly name = "OldDatabaseError";
  constructor({ name, needs = "" }: ServerVersion) {
    super(`the database is ${name}, which is too old; use ${needs} or newer`);
  }
}

/** Understands what `select version()` says. */
export function parseServerVersion(text: string): ServerVersion {
  const [, product, major, minor = "0"] =
    /^(PostgreSQL|CockroachDB)(?: \S+)? v?(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  if (product === undefined) return { name: text.split(/[ ,]/).slice(0, 2).join(" ") };
  const name = `${product} ${major}.${minor}`;
  const [needsMajor, needsMinor] = NEEDED[product as keyof typeof NEEDED];
  const enough =
    Number(major) > needsMajor || (Number(major) === needsMajor && Number(minor) >= needsMinor);
  const least = needsMinor === 0 ? String(needsMajor) : `${needsMajor}.${needsMinor}`;
  return { name, ...(enough ? {} : { needs: `${product} ${least}` }) };
}

/** Throws an OldDatabaseError for a server that lacks what migrations and queries need. */
export async function requireServerVersion(db: Database): Promise<void> {
  const version = await readServerVersion(db);
  if (version.needs !== undefined) throw new OldDatabaseError(version);
}

export async function readServerVersion(db: Database): Promise<ServerVersion> {
  const { rows } = await db.raw<{ rows: { version: string }[] }>("select version() as version");
  return parseServerVersion(rows[0]?.version ?? "");
}
