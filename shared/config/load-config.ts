import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import type { Brand } from "./brand";
import { readBrand } from "./brand-file";
import { ConfigError, type ConfigProblem } from "./config-error";
import { senderAt } from "./mail-from";
import { productionProblems } from "./production";
import { proxyProblems } from "./proxies";
import { tlsProblems } from "./tls";
import { secretVariables, type Variables, variables } from "./variables";

export interface Config {
  environment: Variables["NODE_ENV"];
  /** Undefined: the embedded PostgreSQL. */
  databaseUrl: string | undefined;
  databaseTls: { ca?: string; cert?: string; key?: string };
  databasePoolSize: number;
  /** Undefined: calls and events stay inside the process. */
  amqpUrl: string | undefined;
  /** Paths of files. */
  amqpTls: { ca?: string; cert?: string; key?: string };
  /** Undefined: mails are caught in a mailbox. */
  smtpUrl: string | undefined;
  mailFrom: string;
  /** What people see where Jumar would say its own name. */
  brand: Brand;
  /** The only origin that appears in mails and redirects. */
  publicUrl: string;
  host: string;
  port: number;
  opsPort: number;
  /** Whether OPS_PORT was chosen; a busy default moves on, a busy chosen one is an error. */
  opsPortChosen: boolean;
  /** Undefined: kept in the data folder (development only). */
  secretKeyBase: string | undefined;
  /** What is signed with it is accepted too, during a rotation. */
  secretKeyBasePrevious: string | undefined;
  trustedProxies: string[];
  /** In small letters: the header in which a trusted proxy names the client; undefined: X-Forwarded-For. */
  clientAddressHeader: string | undefined;
  /** Absolute. */
  dataDir: string;
  argon2: { memoryCost: number; timeCost: number; parallelism: number };
  /** As many as keep the processors busy, and leave threads for files and names. */
  hashesAtOnce: number;
  /** The least length of a new password, in characters. */
  passwordMin: number;
  /** Where passwords from breaches are looked up: in a file or folder, and by a service. */
  breachedPasswords: { path: string | undefined; url: string | undefined };
  eventRetentionDays: number;
  /** Days after which a session ends in any case, and after which it ends when it is not used. */
  sessionDays: number;
  sessionIdleDays: number;
  /** How often one client address may give a wrong password within 15 minutes, and sign up or ask for mails within an hour. */
  addressLimits: { logIns: number; signUps: number; mailRequests: number };
  /** Milliseconds between not being ready and closing the port. */
  shutdownDelay: number;
  logLevel: Variables["LOG_LEVEL"];
  /** Where traces are sent to over OTLP/HTTP; undefined: nothing is traced. */
  tracesEndpoint: string | undefined;
}

type Environment = Record<string, string | undefined>;

/** Reads and checks the environment; throws a ConfigError that names every variable that is wrong. */
export function loadConfig(env: Environment): Config {
  const { values, problems } = readFiles(env);
  problems.push(...unknownVariables(env));
  const parsed = variables.safeParse(values);
  for (const issue of parsed.error?.issues ?? []) {
    problems.push({ variable: String(issue.path[0]), problem: issue.message });
  }
  if (!parsed.success) throw new ConfigError(problems);
  problems.push(
    ...tlsProblems(parsed.data),
    ...proxyProblems(parsed.data),
    ...productionProblems(parsed.data, env),
  );
  const brand = brandOr(problems, parsed.data.JUMAR_BRAND_FILE);
  if (problems.length > 0 || !brand) throw new ConfigError(problems);
  return toConfig(parsed.data, brand);
}

/** The brand; undefined with what is wrong with it among the problems. */
function brandOr(problems: ConfigProblem[], file: string | undefined): Brand | undefined {
  try {
    return readBrand(file);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

/** Takes `<NAME>_FILE` for a secret; empty variables count as unset, as in a shell. */
function readFiles(env: Environment): { values: Environment; problems: ConfigProblem[] } {
  const values = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const problems: ConfigProblem[] = [];
  for (const name of secretVariables) {
    const file = values[`${name}_FILE`];
    if (file === undefined) continue;
    if (values[name] !== undefined) {
      problems.push({ variable: `${name}_FILE`, problem: `and ${name} are both set; keep one` });
      continue;
    }
    try {
      values[name] = readFileSync(file, "utf8").trim();
    } catch {
      problems.push({ variable: `${name}_FILE`, problem: "names a file that cannot be read" });
    }
  }
  return { values, problems };
}

/** What a misspelt one of these would leave off, nobody would notice. */
const OURS = /^(JUMAR|DATABASE_SSL|AMQP_SSL)_/;

function unknownVariables(env: Environment): ConfigProblem[] {
  return Object.keys(env)
    .filter((name) => OURS.test(name) && !(name in variables.shape))
    .map((variable) => ({ variable, problem: "is not a setting of Jumar; remove or correct it" }));
}

function toConfig(vars: Variables, brand: Brand): Config {
  const production = vars.NODE_ENV === "production";
  const publicUrl = vars.PUBLIC_URL ?? `http://localhost:${vars.PORT}`;
  const tls = {
    ca: vars.DATABASE_SSL_CA,
    cert: vars.DATABASE_SSL_CERT,
    key: vars.DATABASE_SSL_KEY,
  };
  return {
    environment: vars.NODE_ENV,
    databaseUrl: vars.DATABASE_URL,
    databaseTls: tls,
    databasePoolSize: vars.DATABASE_POOL_SIZE,
    amqpUrl: vars.AMQP_URL,
    amqpTls: {
      ca: vars.AMQP_SSL_CA,
      cert: vars.AMQP_SSL_CERT,
      key: vars.AMQP_SSL_KEY,
    },
    smtpUrl: vars.SMTP_URL,
    mailFrom: vars.MAIL_FROM ?? senderAt(publicUrl, brand.name) ?? "Jumar <jumar@localhost>",
    brand,
    publicUrl,
    host: vars.HOST ?? (production ? "::" : "127.0.0.1"),
    port: vars.PORT,
    opsPort: vars.OPS_PORT ?? 9464,
    opsPortChosen: vars.OPS_PORT !== undefined,
    secretKeyBase: vars.SECRET_KEY_BASE,
    secretKeyBasePrevious: vars.SECRET_KEY_BASE_PREVIOUS,
    trustedProxies: vars.TRUSTED_PROXIES,
    clientAddressHeader: vars.CLIENT_ADDRESS_HEADER,
    dataDir: resolve(vars.JUMAR_DATA_DIR),
    argon2: {
      memoryCost: vars.JUMAR_ARGON2_MEMORY,
      timeCost: vars.JUMAR_ARGON2_TIME,
      parallelism: vars.JUMAR_ARGON2_PARALLELISM,
    },
    hashesAtOnce: hashesAtOnce(vars),
    passwordMin: vars.JUMAR_PASSWORD_MIN,
    breachedPasswords: {
      path: vars.JUMAR_BREACHED_PASSWORDS,
      url: vars.JUMAR_BREACHED_PASSWORDS_URL,
    },
    eventRetentionDays: vars.JUMAR_EVENT_RETENTION_DAYS,
    sessionDays: vars.JUMAR_SESSION_DAYS,
    sessionIdleDays: vars.JUMAR_SESSION_IDLE_DAYS,
    addressLimits: {
      logIns: vars.JUMAR_LOG_INS_PER_ADDRESS,
      // On a developer's machine everything comes from one address.
      signUps: vars.JUMAR_SIGN_UPS_PER_ADDRESS ?? (production ? 100 : 1_000_000),
      mailRequests: vars.JUMAR_MAIL_REQUESTS_PER_ADDRESS ?? (production ? 100 : 1_000_000),
    },
    shutdownDelay: vars.SHUTDOWN_DELAY,
    logLevel: vars.LOG_LEVEL,
    tracesEndpoint: vars.OTEL_EXPORTER_OTLP_ENDPOINT,
  };
}

function hashesAtOnce(vars: Variables): number {
  const processors = Math.floor(availableParallelism() / vars.JUMAR_ARGON2_PARALLELISM);
  return Math.max(1, Math.min(processors, vars.UV_THREADPOOL_SIZE - 2));
}
