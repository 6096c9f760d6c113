import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "../../../shared/database";
import { decodeTypeId, encodeTypeId } from "../../../shared/ids";
import { eventually } from "../eventually";
import type { Load } from "./load";

/** How much of everything there is, and what is still on its way. */
export interface Figures {
  users: number;
  events: number;
  audit: number;
  documents: number;
  mails: number;
  underway: number;
  dead: number;
  /** Mails that were no longer wanted when it was their turn. */
  skipped: number;
}

/** Waits until every event has had its effect everywhere; fails with what was found last. */
export async function untilDrained(
  fleet: { database(): Promise<Database>; env: Readonly<Record<string, string>> },
  withinMs: number,
): Promise<{ figures: Figures; ms: number }> {
  const since = Date.now();
  const db = await fleet.database();
  let figures: Figures | undefined;
  await eventually(async () => {
    figures = await count(db);
    // What is still in a queue of RabbitMQ is under way too, and in no table yet.
    const { underway, audit, events, documents, mails, skipped, users } = figures;
    return underway === 0 && audit >= events && documents >= users && mails + skipped >= users;
  }, withinMs).catch((error: unknown) => {
    throw new Error(`not drained within ${withinMs} ms: ${JSON.stringify(figures)}`, {
      cause: error,
    });
  });
  return { figures: figures as Figures, ms: Date.now() - since };
}

async function count(db: Database): Promise<Figures> {
  const pending = ["audit", "search", "notifier"]
    .map((schema) => `(select count(*) from ${schema}.inbox where status = 'pending')`)
    .join(" + ");
  const dead = pending.replaceAll("pending", "dead");
  const { rows } = await db.raw<{ rows: [Record<keyof Figures, string | number>] }>(
    `select (select count(*) from accounts.users) as users,
       (select count(*) from accounts.outbox) as events,
       (select count(*) from audit.entries) as audit,
       (select count(*) from search.documents) as documents,
       (select count(*) from notifier.deliveries where status = 'sent') as mails,
       (select count(*) from accounts.unpublished)
         + (select count(*) from notifier.deliveries where status = 'queued') + ${pending}
         as underway,
       ${dead} + (select count(*) from notifier.deliveries where status = 'parked') as dead,
       (select count(*) from notifier.deliveries where status = 'skipped') as skipped`,
  );
  const entries = Object.entries(rows[0]).map(([name, value]) => [name, Number(value)]);
  return Object.fromEntries(entries) as Figures;
}

/** What was answered with success, or with an error that says that nothing happened. */
type Answered = Pick<Load, "registered" | "refused" | "sessions"> & {
  /**
   * Addresses of users whose password was changed, once each. They get a mail of it; the first one is no
   * longer wanted when the change, which ends every link, was quicker.
   */
  changed?: readonly string[];
};

/** What breaks the rule, in words; empty when every effect is there exactly once. */
export async function breaches(
  fleet: { database(): Promise<Database>; env: Readonly<Record<string, string>> },
  load: Answered,
): Promise<string[]> {
  const db = await fleet.database();
  const rows = async <T>(sql: string): Promise<T[]> => (await db.raw<{ rows: T[] }>(sql)).rows;
  const users = await rows<{ id: string; email: string }>("select id, email from accounts.users");
  const timesOf = async (sql: string): Promise<Map<string, number>> =>
    new Map((await rows<{ key: string; n: string }>(sql)).map(({ key, n }) => [key, Number(n)]));
  const registered = "where type = 'user.registered' group by subject";
  const events = await timesOf(
    `select subject as key, count(*) as n from accounts.outbox ${registered}`,
  );
  const audit = await timesOf(
    `select subject as key, count(*) as n from audit.entries ${registered}`,
  );
  const documents = await timesOf(
    "select id::text as key, count(*) as n from search.documents where email is not null group by id",
  );
  const ofSession = "where type = 'session.created' group by 1";
  const openings = await timesOf(
    `select data->>'session_id' as key, count(*) as n from audit.entries ${ofSession}`,
  );
  const changes = await timesOf(
    "select subject as key, count(*) as n from audit.entries where type = 'user.password_changed' group by subject",
  );
  const mails = mailsByAddress(join(fleet.env.JUMAR_DATA_DIR ?? "", "mailbox"));

  const skips = await timesOf(
    "select user_id::text as key, count(*) as n from notifier.deliveries where status = 'skipped' and kind = 'confirmation' group by 1",
  );
  const changed = new Set(load.changed);
  const found: string[] = [];
  const once = (
    what: string,
    times: Map<string, number>,
    key: string,
    whose: string,
    wanted = 1,
  ): void => {
    const n = times.get(key) ?? 0;
    if (n !== wanted) found.push(`${whose} has ${n} × ${what}`);
  };
  for (const { id, email } of users) {
    const subject = encodeTypeId("user", id);
    once("event", events, subject, email);
    once("audit entry", audit, subject, email);
    once("search document", documents, id, email);
    once("mail", mails, email, email, changed.has(email) ? 2 - (skips.get(id) ?? 0) : 1);
    once("change", changes, subject, email, changed.has(email) ? 1 : 0);
  }
  const idsOf = new Map(users.map(({ id, email }) => [email, id]));
  for (const [email, id] of load.registered) {
    if (idsOf.get(email) !== decodeTypeId(id, "user")) found.push(`${email} was answered and lost`);
  }
  for (const email of load.refused) {
    if (idsOf.has(email)) found.push(`${email} was refused and is there`);
  }
  for (const session of load.sessions) once("audit entry", openings, session, session);
  for (const [what, times] of Object.entries({ events, audit, documents })) {
    if (times.size !== users.length) found.push(`${times.size} ${what} for ${users.length} users`);
  }
  if (mails.size > users.length) found.push(`${mails.size} got mail, ${users.length} are users`);
  return found;
}

function mailsByAddress(folder: string): Map<string, number> {
  const times = new Map<string, number>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".eml"))) {
    const to = /^To: (.*?)\r?$/im.exec(readFileSync(join(folder, name), "utf8"))?.[1] ?? "";
    times.set(to, (times.get(to) ?? 0) + 1);
  }
  return times;
}
