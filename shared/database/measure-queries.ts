import type { EventEmitter } from "node:events";
import type { Knex } from "knex";
import { counter } from "../observability";
import { noteAnswer } from "./answers";

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

/** What of a connection of node-postgres, and of Knex's pool and clients, is looked at. */
interface Connection {
  connection: EventEmitter;
  query(statement: unknown, ...rest: unknown[]): unknown;
}
interface Pool {
  on(event: "createSuccess", listener: (id: number, connection: Connection) => void): void;
}
interface Client {
  acquireConnection(): Promise<object>;
  releaseConnection(connection: object): Promise<void>;
}

/** For whom each connection works. */
const users = new WeakMap<object, Totals>();
const idleSince = new WeakMap<object, number>();

/** Has the statements of a service counted and timed, in transactions or not. */
export function measureQueries(db: Knex, service: string): Knex {
  const client = db.client as Client;
  let sums = totals.get(service);
  if (!sums) totals.set(service, (sums = { queries: 0, queue: 0, query: 0, decode: 0, idle: 0 }));
  const acquire = client.acquireConnection.bind(client);
  const release = client.releaseConnection.bind(client);
  client.acquireConnection = async () => {
    const since = performance.now();
    const connection = await acquire();
    const now = performance.now();
    sums.queue += now - since;
    sums.idle += now - (idleSince.get(connection) ?? now);
    users.set(connection, sums);
    return connection;
  };
  client.releaseConnection = async (connection) => {
    users.delete(connection);
    idleSince.set(connection, performance.now());
    await release(connection);
  };
  return db;
}

/** Has the connections of a pool tell who works on them how long that took, and that there was an answer. */
export function measureConnections(db: Knex): void {
  const { pool } = db.client as { pool: Pool };
  pool.on("createSuccess", (_id, connection) => {
    measureConnection(connection);
    connection.connection.on("readyForQuery", () => {
      noteAnswer(pool);
    });
  });
}

/** One statement at a time is under way on a connection of Knex's. */
function measureConnection(connection: Connection): void {
  let sums: Totals | undefined;
  let sentAt = 0;
  let rowsAt: number | undefined;
  const query = connection.query.bind(connection);
  connection.query = (...args) => {
    sums = users.get(connection);
    if (sums) sums.queries += 1;
    sentAt = performance.now();
    rowsAt = undefined;
    return query(...args);
  };
  connection.connection.on("rowDescription", () => {
    rowsAt ??= performance.now();
  });
  connection.connection.on("readyForQuery", () => {
    if (!sums) return;
    const now = performance.now();
    sums.query += (rowsAt ?? now) - sentAt;
    sums.decode += now - (rowsAt ?? now);
    sums = undefined;
  });
}
