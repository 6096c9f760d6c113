import { emailKeyOf } from "../contracts";
import type { Database } from "../database";
import { encodeTypeId } from "../ids";

/** Two accounts of one mailbox (TypeIDs): the first has its key, the other is found by its own spelling. */
export interface SharedMailbox {
  holder: string;
  other: string;
}

export interface Settled {
  /** How many accounts were without their mailbox, and of how many that was put right. */
  found: number;
  settled: number;
  shared: SharedMailbox[];
  /** The last of those that were found (UUID), behind which the next batch begins. */
  last: string | undefined;
}

/** The version before writes neither column, and leaves them behind when it moves an account. */
const UNSETTLED = "(mailbox_key is null or mailbox_email <> email)";

const FIND = `
  select id, email from ??.users where ${UNSETTLED} and id > ? order by id limit ?`;

const SETTLE = `
  update ??.users set mailbox_key = given.key, mailbox_email = given.email
  from unnest(?::uuid[], ?::text[], ?::text[]) as given (id, key, email)
  where users.id = given.id and users.email = given.email
    and not exists (select 1 from ??.users as holder where holder.mailbox_key = given.key)
  returning users.id`;

const RELEASE = `
  update ??.users set mailbox_key = null, mailbox_email = null
  where id = any(?::uuid[]) and mailbox_email <> email`;

const HOLDERS = "select id, mailbox_key from ??.users where mailbox_key = any(?::text[])";

const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/**
 * Gives up to `limit` users of a schema, behind one (a UUID), that have none the key of the mailbox that their mail
 * goes to, the oldest first. Of several accounts of one mailbox the first gets it and none is changed
 * otherwise; whose they are, a person has to say. May be stopped and begun again anywhere.
 */
export async function settleMailboxes(
  db: Database,
  schema: string,
  { after = FIRST_ID, limit }: { after?: string | undefined; limit: number },
): Promise<Settled> {
  const { rows: found } = await db.raw<Rows>(FIND, [schema, after, limit]);
  const last = found.at(-1)?.id;
  if (last === undefined) return { found: 0, settled: 0, shared: [], last };
  const accounts = found.map((one) => ({ ...one, key: emailKeyOf(one.email) }));
  // A statement sees none of its own changes, so of those that share a key the first is chosen before.
  const firsts = [...new Map(accounts.toReversed().map((one) => [one.key, one])).values()];
  const { rows: settled } = await db.raw<Rows>(SETTLE, [
    schema,
    firsts.map(({ id }) => id),
    firsts.map(({ key }) => key),
    firsts.map(({ email }) => email),
    schema,
  ] as never[]);
  const done = new Set(settled.map(({ id }) => id));
  const left = accounts.filter(({ id }) => !done.has(id));
  const shared = left.length === 0 ? [] : await leaveUnsettled(db, schema, left);
  return { found: found.length, settled: done.size, shared, last };
}

/** Accounts whose mailbox another has; the key that one had before it moved away is free. */
async function leaveUnsettled(
  db: Database,
  schema: string,
  left: readonly { id: string; key: string }[],
): Promise<SharedMailbox[]> {
  await db.raw(RELEASE, [schema, left.map(({ id }) => id)] as never[]);
  const { rows } = await db.raw<{ rows: { id: string; mailbox_key: string }[] }>(HOLDERS, [
    schema,
    left.map(({ key }) => key),
  ] as never[]);
  const holders = new Map(rows.map(({ id, mailbox_key }) => [mailbox_key, id]));
  return left.flatMap(({ id, key }) => {
    const holder = holders.get(key);
    // Moved or deleted in this moment.
    if (holder === undefined || holder === id) return [];
    return [{ holder: encodeTypeId("user", holder), other: encodeTypeId("user", id) }];
  });
}

interface Rows {
  rows: { id: string; email: string }[];
}
