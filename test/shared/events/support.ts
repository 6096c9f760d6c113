import {
  createInbox,
  type Envelope,
  type Inbox,
  inboxTables,
  publisherTables,
  userRegistered,
} from "../../../shared/events";
import { generateTypeId } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";
import type { TestDatabase } from "../../support/database";

export const SCHEMA = "events_test";

/** A schema with an outbox, an inbox and a table for effects. */
export async function prepareTables(database: TestDatabase): Promise<void> {
  const db = database.of(SCHEMA);
  await db.raw(`create schema ${SCHEMA}`);
  await publisherTables.up(db, SCHEMA);
  await inboxTables.up(db, SCHEMA);
  await db.raw(`create table ${SCHEMA}.effects (event_id text not null)`);
}

export function anEvent(data: object = { email: "a@example.com" }): Envelope {
  return {
    specversion: "1.0",
    id: generateTypeId("event"),
    source: "/jumar/test",
    type: "user.registered",
    time: new Date().toISOString(),
    datacontenttype: "application/json",
    dataschema: "urn:jumar:event:user.registered:1",
    data,
    aggregateversion: 1,
    actor: "system",
  };
}

export async function append(deps: Deps, email: string): Promise<string> {
  return await deps.transaction((trx) =>
    deps.outbox.append(trx, userRegistered, { aggregateVersion: 1, data: { email }, caller: {} }),
  );
}

export function inboxOf(database: TestDatabase, subscriber = "subscriber"): Inbox {
  return createInbox(database.of(SCHEMA), SCHEMA, subscriber);
}

interface InboxRow {
  status: string;
  attempts: number;
  last_error: string | null;
  envelope: Envelope | null;
}

export async function inboxRows(database: TestDatabase): Promise<InboxRow[]> {
  return await database
    .of(SCHEMA)
    .withSchema(SCHEMA)
    .from("inbox")
    .orderBy("event_id")
    .select<InboxRow[]>("status", "attempts", "last_error", "envelope");
}

/** Makes what waits for a later attempt, or is claimed, due now. */
export async function endPauses(database: TestDatabase): Promise<void> {
  await database
    .of(SCHEMA)
    .raw(`update ${SCHEMA}.inbox set available_at = now() where status = 'pending'`);
}

/** Makes what was put off due now, and nothing that somebody has in hand. */
export async function endPostponements(database: TestDatabase): Promise<void> {
  await database
    .of(SCHEMA)
    .raw(`update ${SCHEMA}.inbox set available_at = now() where last_error is not null`);
}

export async function effects(database: TestDatabase): Promise<string[]> {
  const rows = await database
    .of(SCHEMA)
    .withSchema(SCHEMA)
    .from("effects")
    .select<{ event_id: string }[]>("event_id");
  return rows.map(({ event_id }) => event_id).sort();
}
