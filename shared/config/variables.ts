import ipaddr from "ipaddr.js";
import { z } from "zod";
import { parseDatabaseUrl } from "./database-url";

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

/** DATABASE_URL may name several hosts, which the URL standard does not know. */
const oneUrlWith = (protocols: string[], example: string) =>
  urlWith(protocols, example).refine(
    (value) => URL.canParse(value) && new URL(value).hostname !== "",
    `must be a URL such as ${example}`,
  );

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

const origin = z.string().refine((value) => {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return ["http:", "https:"].includes(url.protocol) && url.origin === value.replace(/\/$/, "");
}, "must be an origin such as https://accounts.example.com, without a path");

const networks = z
  .string()
  .transform((value) => value.split(",").map((part) => part.trim()))
  .refine(
    (list) => list.every((cidr) => ipaddr.isValidCIDR(cidr) || ipaddr.isValid(cidr)),
    "must be a comma-separated list of networks such as 10.0.0.0/8",
  );

const list = <const Name extends string>(names: readonly Name[]) =>
  z
    .string()
    .transform((value) => value.split(",").map((part) => part.trim()))
    .pipe(z.array(z.enum(names, `must be a comma-separated list of ${names.join(", ")}`)));

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
  DATABASE_POOL_SIZE: integer(1, 1000).default(10),
  AMQP_URL: oneUrlWith(["amqp", "amqps"], "amqps://user:password@host:5671/vhost").optional(),
  AMQP_SSL_CA: path.optional(),
  AMQP_SSL_CERT: path.optional(),
  AMQP_SSL_KEY: path.optional(),
  SMTP_URL: oneUrlWith(["smtp", "smtps"], "smtps://user:password@host:465").optional(),
  MAIL_FROM: z.string().min(3).max(320).default("Jumar <jumar@localhost>"),
  PUBLIC_URL: origin.transform((value) => value.replace(/\/$/, "")).optional(),
  HOST: z.string().min(1).max(255).optional(),
  PORT: integer(0, 65535).default(4000),
  OPS_PORT: integer(0, 65535).optional(),
  SECRET_KEY_BASE: z
    .string()
    .min(64, "must have at least 64 characters; make one with: openssl rand -hex 48")
    .optional(),
  TRUSTED_PROXIES: networks.default([]),
  JUMAR_DATA_DIR: path.default(".jumar"),
  JUMAR_PLAIN_CONNECTIONS: list(["database", "broker", "mail"]).default([]),
  JUMAR_ARGON2_MEMORY: integer(8, 4_194_304).default(19_456),
  JUMAR_ARGON2_TIME: integer(1, 100).default(2),
  JUMAR_ARGON2_PARALLELISM: integer(1, 64).default(1),
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
  OTEL_EXPORTER_OTLP_ENDPOINT: urlWith(["http", "https"], "http://localhost:4318").optional(),
});

export type Variables = z.output<typeof variables>;

/** Which of them hold secrets; each may come as `<NAME>_FILE`, the path of a file that holds it. */
export const secretVariables = ["DATABASE_URL", "AMQP_URL", "SMTP_URL", "SECRET_KEY_BASE"] as const;
