import type { PoolConfig } from "pg";
import { types } from "pg";
import { type Address, type Config, parseDatabaseUrl, readPemFiles } from "../config";

/** Where the database is and how to reach it, in the words of node-postgres. */
export type ConnectionSettings = Pick<
  PoolConfig,
  "host" | "port" | "user" | "password" | "database" | "ssl"
> & {
  /** Further servers of it, nearer ones first, for when those before do not work. */
  farther?: readonly Address[];
};

const BIGINT_OID = 20;

/** CockroachDB's integers are 64 bits wide; ours stay below 2^53, and one that does not is an error. */
function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError("an integer from the database exceeds 2^53");
  return value;
}

const getTypeParser: typeof types.getTypeParser = ((oid: never, format: never): unknown =>
  Number(oid) === BIGINT_OID && format !== "binary"
    ? parseBigint
    : types.getTypeParser(oid, format)) as typeof types.getTypeParser;

/**
 * What each connection is opened with: bounded waits (ms), and a name that shows in the database's list
 * of sessions. Nothing that a pooler refuses; `sessionBeginner` sets the rest.
 */
export function connectionOptions(
  { farther: _, ...settings }: ConnectionSettings,
  name: string,
): PoolConfig & { types: { getTypeParser: typeof types.getTypeParser } } {
  return {
    ...settings,
    // Said outright, or the driver would take PGSSLMODE from the environment.
    ssl: settings.ssl ?? false,
    application_name: `jumar-${name}`,
    connectionTimeoutMillis: 2_000,
    keepAlive: true,
    types: { getTypeParser },
  };
}

/** Reads DATABASE_URL and the TLS variables; TLS given or asked for is always verified in full. */
export function settingsFromUrl(config: Config): ConnectionSettings {
  const { addresses, user, password, database, sslmode } = parseDatabaseUrl(
    config.databaseUrl ?? "",
  );
  const files = config.databaseTls;
  const isAskedFor = sslmode !== undefined && sslmode !== "disable";
  const wantsTls = isAskedFor || Object.values(files).some((file) => file !== undefined);
  const [nearest, ...farther] = addresses;
  return {
    ...nearest,
    ...(farther.length === 0 ? {} : { farther }),
    user,
    ...(password === undefined ? {} : { password }),
    database,
    ...(wantsTls
      ? { ssl: { rejectUnauthorized: true, ...readPemFiles("DATABASE_SSL", files) } }
      : {}),
  };
}
