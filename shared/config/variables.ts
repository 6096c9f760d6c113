import ipaddr from "ipaddr.js";
import { z } from "zod";
import { parseDatabaseUrl } from "./database-url";
import { host } from "./listening";
import { mailFrom } from "./mail-from";
import { urlPerHost } from "./url-per-host";

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine(
      (value) => value >= min && value <= max,
      `must be a whole number from ${min} to ${max}`,
    );

const urlWith = (protocols: string[], example: string) =>
  z.string().refine((value) => hasProtocol(value, protocols), `must be a URL such as ${example}`);

const oneUrlWith = (protocols: string[], example: string) =>
  urlWith(protocols, example).refine(
    (value) => URL.canParse(value) && new URL(value).hostname !== "",
    `must be a URL such as ${example}`,
  );

/** One that may name several hosts. */
const urlsWith = (protocols: string[], example: string) =>
  urlWith(protocols, example).refine(namesHosts, `must be a URL such as ${example}`);

function namesHosts(value: string): boolean {
  try {
    return urlPerHost(value).every(({ hostname }) => hostname !== "");
  } catch {
    return false;
  }
}

function isDatabaseUrl(value: string): boolean {
  try {
    return parseDatabaseUrl(value).addresses.length > 0;
  } catch {
    return false;
  }
}

function hasProtocol(value: string, protocols: string[]): boolean {
  const protocol = /^([a-z0-9+]+):\/\/./i.exec(value)?.[1]?.toLowerCase();
  return protocol !== undefined && protocols.includes(protocol);
}

/** A host as browsers and mails write it: in small letters, an international name in its ASCII form. */
const origin = z
  .string()
  .refine(
    (value) => /^https?:\/\/[^\s/?#@\\]+\/?$/i.test(value) && URL.canParse(value),
    "must be an origin such as https://accounts.example.com: a host, perhaps a port, and no path",
  )
  .transform((value) => (URL.canParse(value) ? new URL(value).origin : value));

const networks = z
  .string()
  .transform((value) => value.split(",").map((part) => part.trim()))
  .refine(
    (list) => list.every((cidr) => ipaddr.isValidCIDR(cidr) || ipaddr.isValid(cidr)),
    "must be a comma-separated list of networks such as 10.0.0.0/8",
  );

/** A header whose value is an address or a list of them; the standard `Forwarded` is written in another way. */
const addressHeader = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,99}$/i, "must be the name of a header such as Fly-Client-IP")
  .transform((name) => name.toLowerCase())
  .refine((name) => name !== "forwarded", "must be a header of plain addresses, not Forwarded");

const list = <const Name extends string>(names: readonly Name[]) =>
  z
    .string()
    .transform((value) => value.split(",").map((part) => part.trim()))
    .pipe(z.array(z.enum(names, `must be a comma-separated list of ${names.join(", ")}`)));

const rangeUrl = z
  .string()
  .refine(
    (value) => /^https?:\/\/[^\s?#@\\]+$/i.test(value) && URL.canParse(value),
    "must be a URL such as https://api.pwnedpasswords.com/range",
  );

const secret = z
  .string()
  .min(64, "must have at least 64 characters; make one with: openssl rand -hex 48");

const path = z.string().min(1, "must not be empty");

/** Every variable that Jumar reads; a `JUMAR_*` one that is not here is refused. */
export const variables = z.object({
  NODE_ENV: z
    .enum(["development", "production", "test"], "must be development, production or test")
    .default("development"),
  DATABASE_URL: urlWith(
    ["postgres", "postgresql", "cockroachdb"],
    "postgresql://user:password@host:26257/jumar",
  )
    .refine(isDatabaseUrl, "is not a URL that can be read")
    .optional(),
  DATABASE_SSL_CA: path.optional(),
  DATABASE_SSL_CERT: path.optional(),
  DATABASE_SSL_KEY: path.optional(),
  DATABASE_POOL_SIZE: integer(1, 1000).default(16),
  AMQP_URL: urlsWith(["amqp", "amqps"], "amqps://user:password@host:5671/vhost").optional(),
  AMQP_SSL_CA: path.optional(),
  AMQP_SSL_CERT: path.optional(),
  AMQP_SSL_KEY: path.optional(),
  SMTP_URL: oneUrlWith(["smtp", "smtps"], "smtps://user:password@host:465").optional(),
  MAIL_FROM: mailFrom.optional(),
  PUBLIC_URL: origin.optional(),
  HOST: host.optional(),
  PORT: integer(0, 65535).default(4000),
  OPS_PORT: integer(0, 65535).optional(),
  SECRET_KEY_BASE: secret.optional(),
  SECRET_KEY_BASE_PREVIOUS: secret.optional(),
  TRUSTED_PROXIES: networks.default([]),
  CLIENT_ADDRESS_HEADER: addressHeader.optional(),
  JUMAR_DATA_DIR: path.default(".jumar"),
  JUMAR_PLAIN_CONNECTIONS: list(["database", "broker", "mail"]).default([]),
  JUMAR_BRAND_FILE: path.optional(),
  JUMAR_ARGON2_MEMORY: integer(8, 4_194_304).default(19_456),
  JUMAR_ARGON2_TIME: integer(1, 100).default(2),
  JUMAR_ARGON2_PARALLELISM: integer(1, 64).default(1),
  JUMAR_PASSWORD_MIN: integer(8, 64).default(12),
  JUMAR_BREACHED_PASSWORDS: path.optional(),
  JUMAR_BREACHED_PASSWORDS_URL: rangeUrl.optional(),
  JUMAR_EVENT_RETENTION_DAYS: integer(14, 36_500).default(30),
  JUMAR_SESSION_DAYS: integer(1, 3_650).default(60),
  JUMAR_SESSION_IDLE_DAYS: integer(1, 3_650).default(30),
  JUMAR_LOG_INS_PER_ADDRESS: integer(1, 1_000_000).default(100),
  JUMAR_SIGN_UPS_PER_ADDRESS: integer(1, 1_000_000).optional(),
  JUMAR_MAIL_REQUESTS_PER_ADDRESS: integer(1, 1_000_000).optional(),
  // Node's own: how many threads hash passwords, look up names and read files.
  UV_THREADPOOL_SIZE: integer(1, 1024).default(4),
  SHUTDOWN_DELAY: integer(0, 60_000).default(1000),
  LOG_LEVEL: z
    .enum(
      ["trace", "debug", "info", "warn", "error", "silent"],
      "must be trace, debug, info, warn, error or silent",
    )
    .default("info"),
  OTEL_EXPORTER_OTLP_ENDPOINT: oneUrlWith(["http", "https"], "http://localhost:4318").optional(),
});

export type Variables = z.output<typeof variables>;

/** Which of them hold secrets; each may come as `<NAME>_FILE`, the path of a file that holds it. */
export const secretVariables = [
  "DATABASE_URL",
  "AMQP_URL",
  "SMTP_URL",
  "SECRET_KEY_BASE",
  "SECRET_KEY_BASE_PREVIOUS",
] as const;
