import { serviceNames } from "../../services/load";
import type { Database, Transaction } from "../../shared/database";

/** What a running platform keeps for itself; its rows are no data. */
const MACHINERY = new Set([
  "migrations",
  "migrations_lock",
  "relay_leases",
  "recorded_answers",
  "idempotency_keys",
]);

/** Tables whose rows are there from the beginning: those are no data, and are set back instead of emptied. */
const SET_BACK: Record<string, string> = {
  "audit.chains": "update audit.chains set seq = 0, hash = decode(repeat('00', 32), 'hex')",
};

export interface Table {
  schema: string;
  name: string;
}

/** The tables that hold the data of the services. */
export async function dataTables(db: Database): Promise<Table[]> {
  const { rows } = await db.raw<{ rows: Table[] }>(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_schema = any(?) and table_type = 'BASE TABLE' order by 1, 2`,
    [[...serviceNames]],
  );
  return rows.filter(
    ({ schema, name }) => !MACHINERY.has(name) && !(`${schema}.${name}` in SET_BACK),
  );
}

/** The first table that has rows; one that cannot be read counts as having some. */
export async function findFilledTable(db: Database, tables: Table[]): Promise<Table | undefined> {
  for (const table of tables) {
    const filled = await db
      .raw<{ rows: { filled: boolean }[] }>("select exists (select 1 from ??.??) as filled", [
        table.schema,
        table.name,
      ])
      .then(({ rows }) => rows[0]?.filled !== false, isRefusal);
    if (filled) return table;
  }
  return undefined;
}

/** Empties the tables and sets back those that are never empty. */
export async function emptyTables(trx: Transaction, tables: Table[]): Promise<void> {
  const schemas = new Set(tables.map(({ schema }) => schema));
  const list = tables.map(() => "??.??").join(", ");
  await trx.raw(
    `truncate ${list} cascade`,
    tables.flatMap(({ schema, name }) => [schema, name]),
  );
  for (const [table, statement] of Object.entries(SET_BACK)) {
    if (schemas.has(table.split(".")[0] ?? "")) await trx.raw(statement);
  }
}

/** The database answered, but not with the rows; an outage is another matter. */
function isRefusal(error: unknown): true {
  if ((error as { severity?: string }).severity !== undefined) return true;
  throw error;
}
