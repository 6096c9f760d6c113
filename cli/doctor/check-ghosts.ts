import { type Database, transaction } from "../../shared/database";
import { decodeTypeId, encodeTypeId, isTypeId } from "../../shared/ids";
import { type Finding, ok } from "./finding";

/** How many are looked at with one statement. */
const PAGE = 5_000;
/** How many are named; the count tells of the rest. */
const NAMED = 20;

/**
 * Looks for users that never were, as after accounts was restored from an older backup than what is
 * derived from its events: their documents are removed from search, and what the audit trail has of
 * them, which is history, is named.
 */
export async function checkGhosts(db: Database): Promise<Finding[]> {
  const documents = await ghostsAmong(db, documentsAfter);
  await removeDocuments(db, documents);
  const audited = await ghostsAmong(db, auditedAfter);
  const removed = `removed ${named(documents)} that accounts does not know`;
  const told = `the trail tells of ${named(audited)} that accounts does not know, and goes on to`;
  return [
    ok("search ghosts", documents.length === 0 ? "none" : removed),
    ok("audit ghosts", audited.length === 0 ? "none" : told),
  ];
}

function named(users: readonly string[]): string {
  const count = users.length === 1 ? "1 user" : `${users.length} users`;
  const more = users.length > NAMED ? ", …" : "";
  return `${count} (${users.slice(0, NAMED).join(", ")}${more})`;
}

type UsersAfter = (db: Database, after: string) => Promise<string[]>;

/** Users (TypeIDs) of a list that neither are nor were deleted, as far as log and audit trail go back. */
async function ghostsAmong(db: Database, usersAfter: UsersAfter): Promise<string[]> {
  const ghosts: string[] = [];
  for (let after = ""; ;) {
    const users = await usersAfter(db, after);
    const ids = users.filter((user) => isTypeId(user, "user"));
    const { rows } = await db.raw<{ rows: { user_id: string }[] }>(
      `select asked.user_id from unnest(?::text[], ?::uuid[]) as asked (user_id, id)
       where not exists (select 1 from accounts.users where users.id = asked.id)
         and not exists (
           select 1 from accounts.outbox
           where outbox.subject = asked.user_id and outbox.type = 'user.deleted')
         and not exists (
           select 1 from audit.entries
           where entries.subject = asked.user_id and entries.type = 'user.deleted')
       order by asked.user_id`,
      [ids, ids.map((id) => decodeTypeId(id, "user"))] as never[],
    );
    ghosts.push(...rows.map(({ user_id }) => user_id));
    const last = users.at(-1);
    if (last === undefined || users.length < PAGE) return ghosts;
    after = last;
  }
}

/** Users with a document, in their order. */
async function documentsAfter(db: Database, after: string): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { id: string }[] }>(
    "select id from search.documents where id > ? and not deleted order by id limit ?",
    [after === "" ? FIRST_ID : decodeTypeId(after, "user"), PAGE],
  );
  return rows.map(({ id }) => encodeTypeId("user", id));
}

const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/** What has an audit entry, users and others, in their order. */
async function auditedAfter(db: Database, after: string): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { subject: string }[] }>(
    "select distinct subject from audit.entries where subject > ? order by subject limit ?",
    [after, PAGE],
  );
  return rows.map(({ subject }) => subject);
}

async function removeDocuments(db: Database, users: readonly string[]): Promise<void> {
  for (let n = 0; n < users.length; n += PAGE) {
    const ids = users.slice(n, n + PAGE).map((user) => decodeTypeId(user, "user"));
    await transaction(db, async (trx) => {
      await trx.raw("delete from search.terms where document_id = any(?::uuid[])", [
        ids,
      ] as never[]);
      await trx.raw("delete from search.documents where id = any(?::uuid[])", [ids] as never[]);
    });
  }
}
