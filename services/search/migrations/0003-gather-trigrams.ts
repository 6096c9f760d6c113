import type { Database, Engine } from "../../../shared/database";

export const only: Engine = "postgresql";

const INDEXES = ["documents_trigrams", "words_trigrams"];

/**
 * New trigrams go into a list first and from there into the index many at a time, at a third of the
 * cost. Every search reads through that list, so it has 64 KB at most.
 */
export async function up(db: Database): Promise<void> {
  for (const index of INDEXES)
    await db.raw(`alter index search.${index} set (fastupdate = on, gin_pending_list_limit = 64)`);
}

export async function down(db: Database): Promise<void> {
  for (const index of INDEXES) {
    await db.raw(`alter index search.${index} set (fastupdate = off)`);
    await db.raw(`alter index search.${index} reset (gin_pending_list_limit)`);
  }
}
