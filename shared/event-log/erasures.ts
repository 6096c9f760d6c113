import type { Database, Transaction } from "../database";
import { oldestUnpublished, unpublishedAmong } from "../events";

const erasures = (trx: Transaction, schema: string) => trx.withSchema(schema).table("erasures");

/** Notes that the log of a publisher is to forget a user (a TypeID); once, however often it is said. */
export async function noteErasure(trx: Transaction, schema: string, userId: string): Promise<void> {
  await erasures(trx, schema).insert({ user_id: userId }).onConflict("user_id").ignore();
}

/** Users (TypeIDs) whom the log is to forget, in the order of their ids, from behind one on. */
export async function findNoted(
  db: Database,
  schema: string,
  { after = "", limit }: { after?: string | undefined; limit: number },
): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { user_id: string }[] }>(
    "select user_id from ??.erasures where user_id > ? order by user_id limit ?",
    [schema, after, limit],
  );
  return rows.map(({ user_id }) => user_id);
}

/**
 * Those of some users (TypeIDs) of whom no event waits for its publication any more. Of each only the
 * events are looked at that are as young as the oldest one that waits: a backlog of others costs nothing.
 */
export async function findErasable(
  trx: Transaction,
  schema: string,
  users: readonly string[],
): Promise<string[]> {
  const oldest = await oldestUnpublished(trx, schema);
  if (!oldest || users.length === 0) return [...users];
  const { rows } = await trx.raw<{ rows: { user_id: string; id: string }[] }>(
    `select noted.user_id, about.id
     from unnest(?::text[]) as noted (user_id) cross join lateral (
       select id from ??.outbox where subject = noted.user_id and id >= ?
       union all
       select id from ??.outbox
       where concerns is not null and concerns @> array[noted.user_id] and id >= ?) as about`,
    [[...users], schema, oldest.id, schema, oldest.id],
  );
  const waiting = await unpublishedAmong(
    trx,
    schema,
    rows.map(({ id }) => id),
  );
  const held = new Set(rows.flatMap(({ user_id, id }) => (waiting.has(id) ? [user_id] : [])));
  return users.filter((user) => !held.has(user));
}

/** Strikes a user (a TypeID) off; false when somebody else has done so. */
export async function deleteErasure(
  trx: Transaction,
  schema: string,
  userId: string,
): Promise<boolean> {
  return (await erasures(trx, schema).where({ user_id: userId }).delete()) === 1;
}

/** Every event about a user: its subject, or among those it concerns. */
const ABOUT_USER =
  "(subject = :userId or (concerns is not null and concerns @> array[:userId]::text[]))";

/** An event of the log, with what may have to be forgotten of it. */
export interface LoggedData {
  /** UUID. */
  id: string;
  type: string;
  actor: string;
  data: unknown;
}

/** Events about a user (a TypeID) by their ids (UUIDs), from behind one on; from the first when absent. */
export async function findEventsAbout(
  trx: Transaction,
  schema: string,
  userId: string,
  { after = FIRST_ID, limit }: { after?: string | undefined; limit: number },
): Promise<LoggedData[]> {
  const { rows } = await trx.raw<{ rows: LoggedData[] }>(
    `select id, type, actor, data from :schema:.outbox
     where ${ABOUT_USER} and id > :after order by id limit :limit`,
    { schema, userId, after, limit },
  );
  return rows;
}

const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/** Gives events of the log other data. */
export async function rewriteEvents(
  trx: Transaction,
  schema: string,
  events: readonly Pick<LoggedData, "id" | "data">[],
): Promise<void> {
  if (events.length === 0) return;
  await trx.raw(
    `update ??.outbox set data = rewritten.data::jsonb
     from unnest(?::uuid[], ?::text[]) as rewritten (id, data) where outbox.id = rewritten.id`,
    [schema, events.map(({ id }) => id), events.map(({ data }) => JSON.stringify(data))] as never[],
  );
}

/**
 * Empties where the events of a user (a TypeID) came from, theirs and those of whoever was not logged
 * in. Where an administrator acted from is nothing of this user.
 */
export async function forgetOrigins(
  trx: Transaction,
  schema: string,
  userId: string,
): Promise<void> {
  await trx.raw(
    `update :schema:.outbox set client_ip = null, user_agent = null
     where ${ABOUT_USER} and actor in (:userId, 'anonymous')`,
    { schema, userId },
  );
}
