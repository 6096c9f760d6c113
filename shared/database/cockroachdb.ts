import type { Database } from "./connect";

/**
 * Has CockroachDB remove rows by itself, hourly, once the time in a column is past. Nothing relies on
 * it: every statement looks at the time, and the sweepers go on; they find less.
 */
export async function setRowExpiry(
  db: Database,
  { schema, table, column }: { schema: string; table: string; column: string },
): Promise<void> {
  await db.raw(
    `alter table ??.?? set (ttl_expiration_expression = '${column}', ttl_job_cron = '@hourly')`,
    [schema, table],
  );
}

/** Ends what `setRowExpiry` began. */
export async function resetRowExpiry(
  db: Database,
  { schema, table }: { schema: string; table: string },
): Promise<void> {
  await db.raw("alter table ??.?? reset (ttl)", [schema, table]);
}

interface TimeIndex {
  schema: string;
  table: string;
  /** The index there is everywhere; the sharded one has its name with `_sharded`. */
  index: string;
  columns: readonly string[];
}

/**
 * Replaces an index that grows at its end by one that CockroachDB spreads over its ranges, so that no
 * single one takes every write.
 */
export async function shardIndex(db: Database, options: TimeIndex): Promise<void> {
  const { schema, table, index, columns } = options;
  await db.raw(`create index if not exists ?? on ??.?? (${columns.join(", ")}) using hash`, [
    `${index}_sharded`,
    schema,
    table,
  ]);
  await db.raw("drop index if exists ??.??", [schema, index]);
}

/** Undoes `shardIndex`. */
export async function unshardIndex(db: Database, options: TimeIndex): Promise<void> {
  const { schema, table, index, columns } = options;
  await db.raw(`create index if not exists ?? on ??.?? (${columns.join(", ")})`, [
    index,
    schema,
    table,
  ]);
  await db.raw("drop index if exists ??.??", [schema, `${index}_sharded`]);
}
