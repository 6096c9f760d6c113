import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { loadConfig } from "../../shared/config";
import {
  connect,
  type ConnectionSettings,
  type Database,
  transaction,
} from "../../shared/database";
import { createOutbox } from "../../shared/events";
import { createLogger } from "../../shared/observability";
import type { Calls, Deps } from "../../shared/service";
import { createSigner } from "../../shared/signing";
import { askForPart } from "./run-parts";

export interface TestDatabase {
  settings: ConnectionSettings;
  /** The pool of a service, opened at its first use. */
  of(service: string): Database;
  /** Closes the pools and removes the database; fails when a test left a connection open. */
  drop(): Promise<void>;
}

/** A database of one's own, with every service's tables (or none), in about 100 ms. */
export async function createTestDatabase(
  options: { migrated?: boolean } = {},
): Promise<TestDatabase> {
  const template = await serverOfThisRun();
  const name = `test_${randomBytes(8).toString("hex")}`;
  const source = (options.migrated ?? true) ? template.database : "template0";
  // Without a copy of it all in the server's log, which the next checkpoint would write once more.
  await administer(template, (server) =>
    server.query(`create database ${name} template ${source} strategy file_copy`),
  );

  const settings = { ...template, database: name };
  const pools = new Map<string, Database>();
  return {
    settings,
    of(service) {
      const pool = pools.get(service) ?? connect({ settings, service, poolSize: 10 });
      pools.set(service, pool);
      return pool;
    },
    async drop() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
      const left = await dropDatabase(template, name);
      if (left.length > 0) throw new Error(`connections left open by ${left.join(", ")}`);
    },
  };
}

type TestCalls = { [S in keyof Calls]?: Partial<Calls[S]> };

/** What a service's functions are handed, without Moleculer; a call nobody gave a function for throws. */
export function testDeps(database: TestDatabase, service: string, calls: TestCalls = {}): Deps {
  const db = database.of(service);
  return {
    service,
    config: loadConfig({ NODE_ENV: "test", JUMAR_ARGON2_MEMORY: "1024", JUMAR_ARGON2_TIME: "1" }),
    db,
    log: createLogger({ level: "silent", pretty: false }),
    call: expectedCalls(calls),
    signer: createSigner("a secret that is known to every test ".repeat(2)),
    outbox: createOutbox(service),
    transaction: (work) => transaction(db, work),
    once: (work) => transaction(db, work),
  };
}

function expectedCalls(calls: TestCalls): Calls {
  const byName = calls as Record<string, Record<string, unknown> | undefined>;
  const actionsOf = (service: string): object =>
    new Proxy(
      {},
      {
        get: (_, action) =>
          byName[service]?.[String(action)] ??
          (() => Promise.reject(new Error(`unexpected call of ${service}.${String(action)}`))),
      },
    );
  return new Proxy({}, { get: (_, service) => actionsOf(String(service)) }) as Calls;
}

/** DATABASE_URL for a test database. */
export function urlOf({ host, port, user, password, database }: ConnectionSettings): string {
  const url = new URL(`postgresql://localhost:${port}/${database}`);
  url.username = user ?? "";
  url.password = typeof password === "string" ? password : "";
  url.searchParams.set("host", host ?? "");
  return url.href;
}

let server: Promise<ConnectionSettings> | undefined;

function serverOfThisRun(): Promise<ConnectionSettings> {
  server ??= askForPart<ConnectionSettings>("database");
  return server;
}

async function administer<T>(
  settings: ConnectionSettings,
  work: (server: Client) => Promise<T>,
): Promise<T> {
  const server = new Client({ ...settings, database: "postgres", ssl: false });
  await server.connect();
  try {
    return await work(server);
  } finally {
    await server.end();
  }
}

/**
 * Drops a database, and answers which services were still connected a moment after every pool was closed;
 * the server's own workers are none.
 */
function dropDatabase(settings: ConnectionSettings, name: string): Promise<string[]> {
  return administer(settings, async (server) => {
    for (let tries = 1; ; tries += 1) {
      const { rows } = await server.query<{ service: string }>(
        `select application_name as service from pg_stat_activity
         where datname = $1 and backend_type = 'client backend'`,
        [name],
      );
      if (rows.length > 0 && tries < 40) {
        await sleep(25);
        continue;
      }
      await server.query(`drop database ${name} with (force)`);
      return rows.map(({ service }) => service);
    }
  });
}
