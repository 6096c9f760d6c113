import { ConfigError } from "./config-error";
import { urlPerHost } from "./url-per-host";

/** One server of a database. */
export interface Address {
  host: string;
  port: number;
}

/** What DATABASE_URL says. */
export interface DatabaseUrl {
  /** The servers, the nearest first; at least one. */
  addresses: [Address, ...Address[]];
  user: string;
  password: string | undefined;
  database: string;
  sslmode: string | undefined;
}

/** CockroachDB's. */
const DEFAULT_PORT = 26257;

/**
 * Reads DATABASE_URL, which may name several servers as libpq's do (`…@near:26257,far:26257/jumar`);
 * throws a ConfigError when it cannot be read.
 */
export function parseDatabaseUrl(text: string): DatabaseUrl {
  const [url, ...others] = parse(text);
  return {
    addresses: [addressOf(url), ...others.map(addressOf)],
    user: decode(url.username) || "jumar",
    password: url.password === "" ? undefined : decode(url.password),
    database: decode(url.pathname.slice(1)) || "jumar",
    sslmode: url.searchParams.get("sslmode") ?? undefined,
  };
}

function addressOf({ hostname, port, searchParams }: URL): Address {
  return {
    // A folder of sockets cannot stand where a host does.
    host: searchParams.get("host") ?? decode(hostname).replace(/^\[(.*)\]$/, "$1"),
    port: Number(port || searchParams.get("port") || DEFAULT_PORT),
  };
}

function parse(text: string): [URL, ...URL[]] {
  try {
    return urlPerHost(text);
  } catch {
    throw unreadable();
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw unreadable();
  }
}

function unreadable(): ConfigError {
  return new ConfigError([{ variable: "DATABASE_URL", problem: "is not a URL that can be read" }]);
}
