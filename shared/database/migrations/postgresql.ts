import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../connect";
import { SCHEMA_CONNECTION } from "../schema-connection";

/**
 * Who holds the locks that the change of the schema under way waits for: ` held by session 4711 (psql, in
 * its transaction for 34 s)`, or nothing.
 */
export async function readHolders(db: Database): Promise<string> {
  const { rows } = await db.raw<{ rows: { pid: number; name: string | null; seconds: number }[] }>(
    `select holder.pid, holder.application_name as name,
            coalesce(extract(epoch from now() - holder.xact_start), 0)::int4 as seconds
     from pg_stat_activity waiting
     cross join lateral unnest(pg_blocking_pids(waiting.pid)) as blocking (pid)
     join pg_stat_activity holder on holder.pid = blocking.pid
     where waiting.application_name = ? and waiting.datname = current_database()
     order by holder.xact_start limit 1`,
    [SCHEMA_CONNECTION],
  );
  const [holder] = rows;
  if (!holder) return "";
  const { pid, name, seconds } = holder;
  const program = name ? `${name}, ` : "";
  return ` held by session ${pid} (${program}in its transaction for ${seconds} s)`;
}

/** How far the index is that is being built: `builds accounts.outbox_log, 43 % (building index)`. */
export async function readBuilding(db: Database): Promise<string | undefined> {
  const { rows } = await db.raw<{ rows: { index: string; phase: string; percent: number }[] }>(
    `select coalesce(index_relid::regclass::text, relid::regclass::text) as index, phase,
            case when blocks_total > 0 then blocks_done * 100 / blocks_total
                 when tuples_total > 0 then tuples_done * 100 / tuples_total
                 else 0 end as percent
     from pg_stat_progress_create_index where datname = current_database() limit 1`,
  );
  const [building] = rows;
  if (!building) return undefined;
  return `builds ${building.index}, ${building.percent} % (${building.phase})`;
}

/** An index that is to be. */
export interface NewIndex {
  schema: string;
  table: string;
  /** Its name. */
  index: string;
  /** What follows the table: `(type, created_at, id)`, `using gin (concerns) where concerns is not null`. */
  on: string;
  unique?: boolean;
}

const MAX_TRIES = 5;
/** In ms. */
const PAUSE = 500;

/** Builds an index concurrently; see `addIndex`. */
export async function buildIndex(
  db: Database,
  { schema, table, index, on, unique = false }: NewIndex,
): Promise<void> {
  const create = `create ${unique ? "unique index" : "index"} concurrently if not exists`;
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const found = await whenBuilt(db, schema, index);
    if (found === "valid") return;
    if (found === "broken") await drop(db, schema, index);
    try {
      await patiently(db, (connection) =>
        db.raw(`${create} ?? on ??.?? ${on}`, [index, schema, table]).connection(connection),
      );
    } catch (error) {
      await drop(db, schema, index).catch(() => undefined);
      throw error;
    }
    // One that lost against another and was begun again has taken its own remains for an index.
    if ((await readIndex(db, schema, index)) !== "broken") return;
  }
  throw new Error(`the index ${schema}.${index} was broken each time it was built`);
}

async function drop(db: Database, schema: string, index: string): Promise<void> {
  await patiently(db, (connection) =>
    db.raw("drop index concurrently if exists ??.??", [schema, index]).connection(connection),
  );
}

interface Connections {
  acquireConnection(): Promise<unknown>;
  releaseConnection(connection: unknown): Promise<void>;
}

/** Waits for locks without an end, which is right for what nobody waits behind. */
async function patiently(
  db: Database,
  work: (connection: unknown) => PromiseLike<unknown>,
): Promise<void> {
  const client = db.client as Connections;
  const connection = await client.acquireConnection();
  try {
    await db.raw("set lock_timeout = 0").connection(connection);
    try {
      await work(connection);
    } finally {
      await db.raw("reset lock_timeout").connection(connection);
    }
  } finally {
    await client.releaseConnection(connection);
  }
}

async function whenBuilt(db: Database, schema: string, index: string) {
  for (;;) {
    const found = await readIndex(db, schema, index);
    if (found !== "building") return found;
    await sleep(PAUSE);
  }
}

/** What there is of an index: all of it, what a build that failed left of it, a build under way, nothing. */
async function readIndex(
  db: Database,
  schema: string,
  index: string,
): Promise<"valid" | "broken" | "building" | "absent"> {
  const { rows } = await db.raw<{ rows: { broken: boolean; building: boolean }[] }>(
    `select not i.indisvalid as broken, p.pid is not null as building
     from pg_catalog.pg_index i
     join pg_catalog.pg_class c on c.oid = i.indexrelid
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     left join pg_catalog.pg_stat_progress_create_index p on p.index_relid = i.indexrelid
     where n.nspname = ? and c.relname = ?`,
    [schema, index],
  );
  const [found] = rows;
  if (!found) return "absent";
  if (found.broken) return found.building ? "building" : "broken";
  return "valid";
}
