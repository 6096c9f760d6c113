import type { Transaction } from "../../../shared/database";
import type { Head } from "./chains";
import type { Entry } from "./entries";
import type { Origin } from "./origins";

const ENTRY = {
  id: "uuid",
  chain: "int2",
  seq: "int8",
  event_id: "uuid",
  type: "text",
  actor: "text",
  subject: "text",
  occurred_at: "timestamptz",
  recorded_at: "timestamptz",
  ip: "text",
  user_agent: "text",
  origin_digest: "bytea",
  request_id: "text",
  data: "text",
  prev_hash: "bytea",
  hash: "bytea",
} as const satisfies Record<keyof Entry, string>;

const ORIGIN = {
  entry_id: "uuid",
  person: "text",
  ip: "text",
  user_agent: "text",
  nonce: "bytea",
} as const satisfies Record<keyof Origin, string>;

const HEAD = { chain: "int2", seq: "int8", hash: "bytea" } as const;

const entry = Object.keys(ENTRY).join(", ");
const origin = Object.keys(ORIGIN).join(", ");
const arraysOf = (types: object) =>
  Object.values(types)
    .map((type) => `?::${type}[]`)
    .join(", ");

// One text for any number of entries, so that it is planned once a connection.
const APPEND = `
  with recorded as materialized (
    select event_id from audit.entries where event_id = any(?::uuid[]) limit 1),
  appended as (
    insert into audit.entries (${entry})
    select ${entry.replace("data", "data::jsonb")} from unnest(${arraysOf(ENTRY)}) as made (${entry})
    where not exists (select 1 from recorded)),
  known as (
    insert into audit.origins (${origin})
    select ${origin} from unnest(${arraysOf(ORIGIN)}) as made (${origin})
    where not exists (select 1 from recorded))
  update audit.chains c set seq = made.seq, hash = made.hash
  from unnest(${arraysOf(HEAD)}) as made (chain, seq, hash)
  where c.chain = made.chain and not exists (select 1 from recorded)`;

/**
 * Appends entries with their origins behind the heads that this transaction has locked, and moves those
 * on. Does nothing and returns false when the event of one of them is recorded already. No statement
 * changes or removes an entry, here or elsewhere.
 */
export async function appendEntries(
  trx: Transaction,
  { entries, origins, heads }: { entries: Entry[]; origins: Origin[]; heads: Head[] },
): Promise<boolean> {
  const stored = entries.map((row) => ({ ...row, data: JSON.stringify(row.data) }));
  const values = [
    entries.map(({ event_id }) => event_id),
    ...columnsOf(stored, ENTRY),
    ...columnsOf(origins, ORIGIN),
    ...columnsOf(heads, HEAD),
  ];
  const { rowCount } = await trx
    .raw<{ rowCount: number }>(APPEND, values as never[])
    .options({ name: "append entries" });
  return rowCount > 0;
}

function columnsOf<Row>(rows: readonly Row[], types: Partial<Record<keyof Row, string>>) {
  return (Object.keys(types) as (keyof Row)[]).map((name) => rows.map((row) => row[name]));
}
