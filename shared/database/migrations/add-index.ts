import type { Database } from "../connect";
import { readEngine } from "../engine";
import { buildIndex, type NewIndex } from "./postgresql";

/**
 * Adds an index to a table that may be large, without keeping anybody from writing to it: on PostgreSQL
 * concurrently, for as long as it takes. What a build that failed or was cut off has left is removed
 * first, one that the server still works on is waited for; nothing is left of one that fails here.
 */
export async function addIndex(db: Database, options: NewIndex): Promise<void> {
  const { schema, table, index, on, unique = false } = options;
  if ((await readEngine(db)) === "cockroachdb") {
    const kind = unique ? "unique index" : "index";
    await db.raw(`create ${kind} if not exists ?? on ??.?? ${on}`, [index, schema, table]);
    return;
  }
  await buildIndex(db, options);
}
