import type { Database } from "../connect";
import { ForeignSchemaError } from "./errors";

const UNDEFINED_COLUMN = "42703";
const OUR_NAME = /^\d{4,}-[a-z0-9-]+$/;

/**
 * Makes a service's schema and the table of which migrations were run. The release before keeps the same
 * table by Knex, which gives no id and sorts by it: µs since 1970 do for that, below 2^53, as the
 * sequences of CockroachDB are not. Where Knex made the table, it stays as it is.
 */
export async function createRecord(db: Database, service: string): Promise<void> {
  await db.raw("create schema if not exists ??", [service]);
  await db.raw(
    `create table if not exists ??.migrations (
      name text primary key,
      id int8 not null default cast(extract(epoch from clock_timestamp()) * 1000000 as int8),
      batch int4 not null default 1,
      migration_time timestamptz not null default now()
    )`,
    [service],
  );
}

/**
 * The names of a service's migrations that were run; never their ids, which may exceed 2^53. Throws a
 * ForeignSchemaError when the schema is not Jumar's.
 */
export async function readRecord(db: Database, service: string): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    `select tablename as name from pg_catalog.pg_tables where schemaname = ? order by tablename`,
    [service],
  );
  const tables = rows.map(({ name }) => name);
  if (tables.length === 0) return [];
  // It is made before any other table.
  if (!tables.includes("migrations")) {
    throw new ForeignSchemaError(service, `it holds ${listed(tables)}`);
  }
  const names = await readNames(db, service);
  const others = names.filter((name) => !OUR_NAME.test(name));
  if (others.length > 0) {
    throw new ForeignSchemaError(service, `its migrations are ${listed(others)}`);
  }
  return names;
}

export async function addToRecord(db: Database, service: string, name: string): Promise<void> {
  // Knex's table takes a name twice, and a statement whose answer was lost is repeated.
  await db.raw(
    `insert into ??.migrations (name, batch, migration_time)
     select cast(? as text), 1, now()
     where not exists (select 1 from ??.migrations where name = ?)`,
    [service, name, service, name],
  );
}

export async function removeFromRecord(db: Database, service: string, name: string): Promise<void> {
  await db.raw("delete from ??.migrations where name = ?", [service, name]);
}

async function readNames(db: Database, service: string): Promise<string[]> {
  try {
    const { rows } = await db.raw<{ rows: { name: string }[] }>("select name from ??.migrations", [
      service,
    ]);
    return rows.map(({ name }) => name);
  } catch (error) {
    if ((error as { code?: string }).code !== UNDEFINED_COLUMN) throw error;
    throw new ForeignSchemaError(service, "its table migrations has no names");
  }
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
