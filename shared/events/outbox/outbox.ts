import type { z } from "zod";
import type { Caller } from "../../contracts";
import { leaveMark, type Transaction } from "../../database";
import { encodeTypeId, generateUuidV7 } from "../../ids";
import { currentTraceparent, withinTrace } from "../../observability";
import { actorOf } from "../../principal";
import type { DataOf, EventDefinition } from "../define-event";
import { dataSchemaOf, type Envelope } from "../envelope";
import { SHARDS } from "../tables";
import { fromColumns, toColumns } from "./concerns";

export interface NewEvent<E extends EventDefinition> {
  /** The TypeID of the aggregate that changed; absent when none did. */
  subject?: string | undefined;
  /** Counts the changes of the subject, from 1. */
  aggregateVersion: number;
  /** TypeIDs of whom else it is about. */
  concerns?: readonly string[];
  data: DataOf<E>;
  caller: Caller;
  /** Who did it, when the caller's principal does not say so, e.g. the user who has just logged in. */
  actor?: string;
}

/** Writes events into the outbox of one service; they are published after the transaction commits. */
export interface Outbox {
  /** Answers with the event's TypeID. */
  append<E extends EventDefinition>(
    trx: Transaction,
    event: E,
    fields: NewEvent<E>,
  ): Promise<string>;
  /** Several events of one type at once, in their order. */
  appendAll<E extends EventDefinition>(
    trx: Transaction,
    event: E,
    several: readonly NewEvent<E>[],
  ): Promise<void>;
}

/** The outbox in a service's schema; the data of events is checked here. */
export function createOutbox(schema: string): Outbox {
  return {
    async append(trx, event, fields) {
      return await withinTrace(
        `append ${event.type}`,
        { "jumar.event.type": event.type },
        async () => {
          const row = toRow(event, fields);
          await insertEvents(trx, schema, [row]);
          return encodeTypeId("event", row.id);
        },
      );
    },
    async appendAll(trx, event, several) {
      await insertEvents(
        trx,
        schema,
        several.map((fields) => toRow(event, fields)),
      );
    },
  };
}

function toRow<E extends EventDefinition>(event: E, fields: NewEvent<E>): NewOutboxRow {
  const { caller } = fields;
  return {
    id: generateUuidV7(),
    type: event.type,
    version: event.version,
    ...toColumns(fields),
    aggregate_version: fields.aggregateVersion,
    actor: fields.actor ?? actorOf(caller.principal),
    data: JSON.stringify((event.data as z.ZodType).parse(fields.data)),
    client_ip: caller.ip ?? null,
    user_agent: caller.userAgent ?? null,
    request_id: caller.requestId ?? null,
    traceparent: currentTraceparent() ?? caller.traceparent ?? null,
  };
}

/** Writes rows into the outbox of a schema, all to be published; what is left out of a row is null. */
export async function insertEvents(
  trx: Transaction,
  schema: string,
  rows: NewOutboxRow[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(NEW_COLUMNS) as (keyof typeof NEW_COLUMNS)[];
  const values = columns.map((column) => rows.map((row) => valueOf(row, column)));
  await trx
    .raw(INSERT_EVENTS, [schema, ...values, schema, SHARDS] as never[])
    .options({ name: `insert events ${schema}` });
  // The id is new in the world and the row stays for as long as events are kept.
  leaveMark(trx, (probe) => probe.raw(INSERT_AGAIN, [schema, first.id]));
}

/** A list of lists would be one list to `unnest`. */
function valueOf(row: NewOutboxRow, column: keyof typeof NEW_COLUMNS): unknown {
  return column === "concerns" ? (row.concerns?.join(" ") ?? null) : (row[column] ?? null);
}

const NEW_COLUMNS = {
  id: "uuid",
  type: "text",
  version: "int4",
  subject: "text",
  aggregate: "text",
  aggregate_version: "int4",
  concerns: "text",
  actor: "text",
  data: "text",
  client_ip: "text",
  user_agent: "text",
  request_id: "text",
  traceparent: "text",
} as const;

const names = Object.keys(NEW_COLUMNS).join(", ");
const arrays = Object.values(NEW_COLUMNS)
  .map((type) => `?::${type}[]`)
  .join(", ");

const read = names
  .replace("data", "data::jsonb")
  .replace("concerns", "string_to_array(concerns, ' ')");

// One text for any number of rows, so that it is planned once a connection: every change runs it.
const INSERT_EVENTS = `
  with event as (
    insert into ??.outbox (${names})
    select ${read} from unnest(${arrays}) as made (${names})
    returning id)
  insert into ??.unpublished (shard, id) select floor(random() * ?)::int2, id from event`;

const INSERT_AGAIN = `
  insert into ??.outbox (id, type, version, aggregate_version, actor, data)
  values (?, 'probe', 1, 1, 'system', '{}')`;

type NewOutboxRow = Pick<OutboxRow, "id" | "type" | "version" | "aggregate_version" | "actor"> &
  Partial<Omit<OutboxRow, "created_at">> & { data: string };

export interface OutboxRow {
  id: string;
  type: string;
  version: number;
  subject: string | null;
  aggregate: string | null;
  aggregate_version: number;
  concerns: string[] | null;
  actor: string;
  data: unknown;
  client_ip: string | null;
  user_agent: string | null;
  request_id: string | null;
  traceparent: string | null;
  created_at: Date;
}

export const OUTBOX_COLUMNS = [
  "id", "type", "version", "subject", "aggregate", "aggregate_version", "concerns", "actor", "data",
  "client_ip", "user_agent", "request_id", "traceparent", "created_at",
] as const; // prettier-ignore

/** The envelope of a stored event; its time is the database's at the change. */
export function toEnvelope(row: OutboxRow, schema: string): Envelope {
  const { subject, concerns } = fromColumns(row);
  return {
    specversion: "1.0",
    id: encodeTypeId("event", row.id),
    source: `/jumar/${schema}`,
    type: row.type,
    ...(subject === undefined ? {} : { subject }),
    time: row.created_at.toISOString(),
    datacontenttype: "application/json",
    dataschema: dataSchemaOf(row.type, row.version),
    data: row.data,
    aggregateversion: row.aggregate_version,
    ...(concerns === undefined ? {} : { concerns }),
    actor: row.actor,
    ...(row.client_ip === null ? {} : { clientip: row.client_ip }),
    ...(row.user_agent === null ? {} : { useragent: row.user_agent }),
    ...(row.request_id === null ? {} : { requestid: row.request_id }),
    ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
  };
}
