import type { Knex } from "knex";
import { hasFailedBefore, PrecededQuery, type Preceding } from "./preceded-query";
import { LOCAL_SETTINGS, lookAgain, type Session, sessionOf } from "./session";

/** What says that there is no such role any more, or that the user is no member of it any more. */
const NOT_OURS = new Set(["22023", "42704", "42501"]);

interface QueryObject {
  sql: string;
  bindings?: unknown[];
  options?: { name?: string };
  response?: unknown;
}
interface Connection {
  query(query: unknown): unknown;
  __knex__disposed?: unknown;
}
interface Transaction {
  isolationLevel?: string;
  trxClient: Client;
  begin(connection: Connection): Promise<unknown>;
}
interface Client {
  _query(connection: Connection, query: QueryObject): Promise<QueryObject>;
  query(connection: Connection, sql: string): Promise<unknown>;
  transaction(...args: unknown[]): Transaction;
}

/** Roles by the name of the database: what somebody acts in is the first of these that there is. */
export type Roles = (database: string) => readonly string[];

/**
 * Has everything that a database runs act in the first of `roles` that there is, with its rights and no
 * others: a transaction from its BEGIN on, a lone statement by one that goes before it in the same round
 * trip. Nothing of it outlives the transaction, so that many may share a pool, and pools a pooler. Where
 * there is no such role, or the user of DATABASE_URL may not act in it, that user acts.
 */
export function actInRole(db: Knex, roles: Roles): Knex {
  const client = db.client as Client;
  const run = client._query.bind(client);
  client._query = async (connection, query) =>
    await inRole(connection, roles, isRefusedBefore, async (session, role) => {
      const preceding = precedingOf(session, role);
      return await (preceding ? runAfter(connection, preceding, query) : run(connection, query));
    });

  // Statements inside a transaction go through a client of their own.
  const transaction = client.transaction.bind(client);
  client.transaction = (...args) => {
    const trx = transaction(...args);
    trx.begin = async (connection) =>
      await inRole(connection, roles, isRefused, async (session, role) => {
        const send = trx.trxClient.query.bind(trx.trxClient, connection);
        try {
          return await send(beginningOf(session, role, trx.isolationLevel));
        } catch (error) {
          // BEGIN itself may have been done.
          await send("rollback").catch(() => (connection.__knex__disposed ??= error));
          throw error;
        }
      });
    return trx;
  };
  return db;
}

/** Runs `work` in the first role that there is; one that turns out to be none is not tried again. */
async function inRole<T>(
  connection: Connection,
  roles: Roles,
  isAboutRole: (error: unknown) => boolean,
  work: (session: Session | undefined, role: string | undefined) => Promise<T>,
): Promise<T> {
  const session = sessionOf(connection);
  const names = session ? roles(session.database) : [];
  const found = (): string | undefined => names.find((name) => session?.roles.has(name));
  if (session && found() !== names[0]) await lookAgain(connection, session);
  for (;;) {
    const role = found();
    try {
      return await work(session, role);
    } catch (error) {
      if (role === undefined || !isAboutRole(error)) throw error;
      session?.roles.delete(role);
    }
  }
}

function isRefused(error: unknown): boolean {
  return NOT_OURS.has((error as { code?: string }).code ?? "");
}

function isRefusedBefore(error: unknown): boolean {
  return hasFailedBefore(error) && isRefused(error);
}

/** What goes before a lone statement, if anything has to. */
function precedingOf(
  session: Session | undefined,
  role: string | undefined,
): Preceding | undefined {
  if (!session || (session.direct && role === undefined)) return undefined;
  const settings = Object.entries(session.direct ? {} : LOCAL_SETTINGS).map(
    ([name, value]) => `set_config('${name}', '${value}', true)`,
  );
  const acts = role === undefined ? [] : ["set_config('role', $1, true)"];
  return {
    text: `select ${[...acts, ...settings].join(", ")}`,
    values: role === undefined ? [] : [role],
    name: session.direct ? "act in role" : undefined,
  };
}

function beginningOf(
  session: Session | undefined,
  role: string | undefined,
  isolationLevel: string | undefined,
): string {
  const settings = Object.entries(!session || session.direct ? {} : LOCAL_SETTINGS);
  return [
    isolationLevel === undefined ? "begin" : `begin transaction isolation level ${isolationLevel}`,
    ...(role === undefined ? [] : [`set local role "${role.replaceAll('"', '""')}"`]),
    ...settings.map(([name, value]) => `set local ${name} = '${value}'`),
  ].join("; ");
}

async function runAfter(
  connection: Connection,
  preceding: Preceding,
  query: QueryObject,
): Promise<QueryObject> {
  const { name } = query.options ?? {};
  const statement = {
    text: query.sql,
    values: query.bindings ?? [],
    ...(name === undefined || preceding.name === undefined ? {} : { name }),
  };
  const send = connection.query.bind(connection);
  return await new Promise((resolve, reject) => {
    send(
      new PrecededQuery(statement, preceding, (error, response) => {
        if (error) reject(error);
        else resolve(Object.assign(query, { response }));
      }),
    );
  });
}
