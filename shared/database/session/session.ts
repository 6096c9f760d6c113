import type { Client } from "pg";

/** What is known of a connection. */
export interface Session {
  /** It has a session of the server to itself; through a pooler, each transaction may be in another. */
  direct: boolean;
  /** As the server calls it, which a pooler may not. */
  database: string;
  /** Roles of services with rights here that the user of DATABASE_URL may act in. */
  roles: Set<string>;
  /** How often roles had changed when it was looked for them. */
  epoch: number;
  /** When it was last looked for them, by `performance.now()`. */
  lookedAt: number;
}

/** How each session is set: bounded waits, UTC, and READ COMMITTED for lone statements. */
const SETTINGS = {
  statement_timeout: "10s",
  idle_in_transaction_session_timeout: "30s",
  timezone: "UTC",
  default_transaction_isolation: "read committed",
};

/** What changes the schema may take hours, but not keep everybody waiting behind it for a lock. */
export const SCHEMA_SETTINGS = { ...SETTINGS, statement_timeout: "0", lock_timeout: "3s" };

/**
 * What of it each transaction sets for itself where the session is not its own. A pooler passes no
 * parameters of the connection's start on, and what is set for a session stays with whoever comes next.
 * A lone statement's transaction has begun by then, at the server's default isolation.
 */
export const LOCAL_SETTINGS = {
  statement_timeout: SETTINGS.statement_timeout,
  idle_in_transaction_session_timeout: SETTINGS.idle_in_transaction_session_timeout,
  timezone: SETTINGS.timezone,
};

/** In ms. What makes roles may be another process, which tells nobody. */
const LOOK_AGAIN_AFTER = 60_000;

const sessions = new WeakMap<object, Session>();
let epoch = 0;

/** Has every connection of this process replaced by one that knows the roles there are now. */
export function renewSessions(): void {
  epoch += 1;
}

/** Whether a connection is to stay: no roles have changed since it looked around, as far as this process knows. */
export function isCurrent(connection: object): boolean {
  return sessions.get(connection)?.epoch === epoch;
}

/** Looks for roles again where that was a minute ago; for who misses theirs, and outside of a transaction. */
export async function lookAgain(connection: object, session: Session): Promise<void> {
  if (performance.now() - session.lookedAt < LOOK_AGAIN_AFTER) return;
  Object.assign(session, await lookAround(connection as Client));
}

/** What is known of a connection; nothing until its session has begun. */
export function sessionOf(connection: object): Session | undefined {
  return sessions.get(connection);
}

/** A connection of node-postgres, with what it does not tell of in its types. */
type Connection = Client & { processID: number };

/**
 * What a pool has each new connection begin with: it finds out whether a pooler is in between and in which
 * roles it may act, and sets its session, if it has one to itself. The pool forgets one of which this, or
 * `check`, fails, so it is closed here.
 */
export function sessionBeginner(
  settings = SETTINGS,
  check: (session: Session) => void = () => undefined,
): (connection: Client, done: (error: unknown) => void) => void {
  return (connection, done) => {
    const begun = begin(connection as Connection, settings).then(check);
    begun.then(
      () => {
        done(null);
      },
      (error: unknown) => {
        void connection.end().catch(() => undefined);
        done(error);
      },
    );
  };
}

async function begin(connection: Connection, settings: object): Promise<Session> {
  const begun = { epoch };
  const direct = await setSession(connection, settings);
  if (!direct) forgetNames(connection);
  const session = { ...begun, direct, ...(await lookAround(connection)) };
  sessions.set(connection, session);
  return session;
}

/** A pooler tells another process's number than that which answers; then nothing is set. */
async function setSession(connection: Connection, settings: object): Promise<boolean> {
  const { rowCount } = await connection.query(
    `select ${Object.entries(settings)
      .map(([name, value]) => `set_config('${name}', '${value}', false)`)
      .join(", ")}
     where pg_backend_pid() = $1`,
    [connection.processID],
  );
  return rowCount === 1;
}

/**
 * A service's role has its service at the end of its name, and rights on the schema of that name. By their
 * ids, because a name of which the role was dropped a moment ago is an error.
 */
async function lookAround(
  connection: Client,
): Promise<Pick<Session, "database" | "roles" | "lookedAt">> {
  const lookedAt = performance.now();
  const { rows } = await connection.query<{ database: string; role: string | null }>(
    `select current_database() as database, ours.role
     from (select 1) as always left join (
       select r.rolname as role from pg_catalog.pg_roles r
       where left(r.rolname, 6) = 'jumar_' and pg_has_role(current_user, r.oid, 'member')
         and exists (
           select 1 from pg_catalog.pg_namespace n
           where right(r.rolname, length(n.nspname) + 1) = concat('_', replace(n.nspname, '-', '_'))
             and has_schema_privilege(r.oid, n.oid, 'usage')
         )
     ) as ours on true`,
  );
  const roles = rows.flatMap(({ role }) => (role === null ? [] : [role]));
  return { database: rows[0]?.database ?? "", roles: new Set(roles), lookedAt };
}

/** A statement that was prepared in one session of the server is not known to the next. */
function forgetNames(connection: Client): void {
  const query = connection.query.bind(connection) as (...args: unknown[]) => unknown;
  connection.query = ((config: unknown, ...rest: unknown[]) =>
    query(isNamed(config) ? { ...config, name: undefined } : config, ...rest)) as never;
}

function isNamed(config: unknown): config is { name: string } {
  return typeof config === "object" && config !== null && "name" in config && !("submit" in config);
}
