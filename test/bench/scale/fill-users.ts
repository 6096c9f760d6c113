import { foldText, isWord, termsOf } from "../../../services/search/domain/search-text";
import type { Database, Transaction } from "../../../shared/database";
import { generateUuidV7 } from "../../../shared/ids";
import { newToken } from "../../../shared/sessions";
import { insertUsers } from "../insert-users";
import { withoutIndexes } from "./without-indexes";

const CHUNK = 10_000;
/** How many of the sessions are to be asked for. */
const KNOWN = 1_000;

/**
 * Users with these addresses, a session of each, and the documents by which they are found, as the
 * services write them: a rebuild that corrects nothing shows it. Answers the tokens of some sessions.
 */
export async function fillUsers(db: Database, emails: readonly string[]): Promise<string[]> {
  const tokens: string[] = [];
  const every = Math.max(1, Math.floor(emails.length / KNOWN));
  await withoutIndexes(db, ["accounts", "sessions"], async () => {
    for (let at = 0; at < emails.length; at += CHUNK) {
      const ids = await insertUsers(db, emails.slice(at, at + CHUNK), "none");
      const asked = ids.filter((_, index) => (at + index) % every === 0);
      tokens.push(...(await insertSessions(db, ids, asked)));
    }
  });
  await db.raw("vacuum analyze accounts.users");
  await withoutIndexes(db, ["search", "documents"], () => insertDocuments(db));
  await withoutIndexes(db, ["search", "terms"], () =>
    withoutIndexes(db, ["search", "words"], () => insertWords(db)),
  );
  return tokens;
}

async function insertSessions(db: Database, users: string[], asked: string[]): Promise<string[]> {
  const made = asked.map((user) => ({ user, ...newToken() }));
  const hashes = new Map(made.map(({ user, hash }) => [user, hash]));
  await db.raw(
    `insert into accounts.sessions (id, user_id, token_hash, expires_at)
     select id, user_id, coalesce(hash, sha256(cast(cast(user_id as text) as bytea))),
       now() + interval '30 days'
     from unnest(?::uuid[], ?::uuid[], ?::bytea[]) as made (id, user_id, hash)`,
    [
      users.map(() => generateUuidV7()),
      users,
      users.map((user) => hashes.get(user) ?? null),
    ] as never[],
  );
  return made.map(({ token }) => token);
}

async function insertDocuments(db: Database): Promise<void> {
  await db.raw(
    `insert into search.documents (id, version, deleted, email, email_version, email_key,
       search_text, role, role_version, confirmed, confirmed_version, disabled_version,
       created_at, updated_at)
     select id, 1, false, email, 1, email_key, email_key, role, 0, false, 0, 0,
       date_trunc('milliseconds', created_at), date_trunc('milliseconds', updated_at)
     from accounts.users`,
  );
}

/** In their order, so that each is put behind the one before. */
async function insertWords(db: Database): Promise<void> {
  await db.transaction(async (trx) => {
    await trx.raw(
      'create temporary table made (term text collate "C", id uuid, inside bool, is_word bool) on commit drop',
    );
    for await (const some of documentsOf(trx)) await stage(trx, some);
    await trx.raw(
      `insert into search.terms (term, document_id, inside)
       select term, id, inside from made order by term, id`,
    );
    await trx.raw(
      "insert into search.words (word) select distinct term from made where is_word order by 1",
    );
  });
}

type Found = { id: string; email: string };

async function* documentsOf(trx: Transaction): AsyncGenerator<Found[]> {
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const { rows } = await trx.raw<{ rows: Found[] }>(
      "select id, email from accounts.users where id > ? order by id limit ?",
      [after, CHUNK],
    );
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)?.id ?? after;
  }
}

async function stage(trx: Transaction, documents: Found[]): Promise<void> {
  const terms = documents.flatMap(({ id, email }) =>
    termsOf(foldText(email)).map((term) => ({ ...term, id })),
  );
  await trx.raw(
    "insert into made select * from unnest(?::text[], ?::uuid[], ?::bool[], ?::bool[])",
    [
      terms.map(({ term }) => term),
      terms.map(({ id }) => id),
      terms.map(({ inside }) => inside),
      terms.map(({ term }) => isWord(term)),
    ] as never[],
  );
}
