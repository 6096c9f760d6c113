import type { EventEmitter } from "node:events";
import type { Knex } from "knex";
import { counter } from "../observability";

/** What a pool's connections did, in ms. Plain numbers, because this runs at every statement. */
interface Totals {
  queries: number;
  /** Waiting for a connection. */
  queue: number;
  /** From sending a statement until its first row comes, or its end. */
  query: number;
  /** From the first row until the last has been read. */
  decode: number;
  /** Connections that waited for work. */
  idle: number;
}

const totals = new Map<string, Totals>();

counter(
  "jumar_database_queries_total",
  "Statements that were run, by the service whose pool ran them.",
  ["service"],
  function () {
    this.reset();
    for (const [service, { queries }] of totals) this.inc({ service }, queries);
  },
);

const PHASES = ["queue", "query", "decode", "idle"] as const;

counter(
  "jumar_database_time_seconds_total",
  "Where the time of statements went: waiting for a connection (queue), until the database answered (query), reading rows (decode); and how long connections had nothing to do (idle).",
  ["service", "phase"],
  function () {
    this.reset();
    for (const [service, sums] of totals) {
      for (const phase of PHASES) this.inc({ service, phase }, sums[phase] / 1000);
    }
  },
);

/** What of a connection of node-postgres, and of Knex's pool, is looked at. */
interface Connection {
  connection: EventEmitter;
  query(statement: unknown, ...rest: unknown[]): unknown;
}
interface Pool {
  on(event: "acquireRequest" | "acquireFail", listener: (id: number) => void): void;
  on(event: "acquireSuccess", listener: (id: number, connection: object) => void): void;
  on(event: "createSuccess", listener: (id: number, connection: Connection) => void): void;
  on(event: "release", listener: (connection: object) => void): void;
}

/** Has a pool's statements counted and timed, in transactions or not. */
export function measureQueries(db: Knex, service: string): Knex {
  const { pool } = db.client as { pool: Pool };
  let sums = totals.get(service);
  if (!sums) totals.set(service, (sums = { queries: 0, queue: 0, query: 0, decode: 0, idle: 0 }));
  const waiting = new Map<number, number>();
  const idleSince = new WeakMap<object, number>();
  pool.on("acquireRequest", (id) => waiting.set(id, performance.now()));
  pool.on("acquireFail", (id) => waiting.delete(id));
  pool.on("acquireSuccess", (id, connection) => {
    const now = performance.now();
    sums.queue += now - (waiting.get(id) ?? now);
    waiting.delete(id);
    sums.idle += now - (idleSince.get(connection) ?? now);
  });
  pool.on("release", (connection) => idleSince.set(connection, performance.now()));
  pool.on("createSuccess", (_id, connection) => {
    measureConnection(connection, sums);
  });
  return db;
}

/** One statement at a time is under way on a connection of Knex's. */
function measureConnection(connection: Connection, sums: Totals): void {
  let sentAt: number | undefined;
  let rowsAt: number | undefined;
  const query = connection.query.bind(connection);
  connection.query = (...args) => {
    sums.queries += 1;
    sentAt = performance.now();
    rowsAt = undefined;
    return query(...args);
  };
  connection.connection.on("rowDescription", () => {
    rowsAt ??= performance.now();
  });
  connection.connection.on("readyForQuery", () => {
    if (sentAt === undefined) return;
    const now = performance.now();
    sums.query += (rowsAt ?? now) - sentAt;
    sums.decode += now - (rowsAt ?? now);
    sentAt = undefined;
  });
}
