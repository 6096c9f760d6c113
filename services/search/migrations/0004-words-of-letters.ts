import { addIndex, type Database, readEngine } from "../../../shared/database";

// Without what an address has beside letters, in ASCII; what is left are words that somebody may have meant.
const LETTERS = "word !~ '[ -@^-`{-~]'";

const INDEXES = [
  { index: "words_letters", where: LETTERS },
  { index: "words_short", where: `${LETTERS} and length(word) <= 7` },
];

/**
 * Misspelt words and parts of words are looked for among words of letters alone, short ones among short
 * ones. The version before goes on with all of `words`, and with the index of all.
 */
export async function up(db: Database): Promise<void> {
  const isPostgres = (await readEngine(db)) === "postgresql";
  const trigrams = isPostgres ? "public.gin_trgm_ops" : "gin_trgm_ops";
  const gathered = isPostgres ? "with (fastupdate = on, gin_pending_list_limit = 64)" : "";
  for (const { index, where } of INDEXES) {
    await addIndex(db, {
      schema: "search",
      table: "words",
      index,
      on: `using gin (word ${trigrams}) ${gathered} where ${where}`,
    });
  }
}

export async function down(db: Database): Promise<void> {
  for (const { index } of INDEXES) await db.raw(`drop index if exists search.${index}`);
}
