import type { Transaction } from "../../../shared/database";

/** One entry as it is stored; everything but `hash` goes into its hash. */
export interface Entry {
  /** UUID. */
  id: string;
  chain: number;
  /** Counts the entries of the chain, from 1. */
  seq: number;
  /** UUID. */
  event_id: string;
  type: string;
  actor: string;
  subject: string | null;
  occurred_at: Date;
  recorded_at: Date;
  /** The origin, in entries from before there was a digest of it. */
  ip: string | null;
  user_agent: string | null;
  /** The digest of the origin, which is stored in `origins`. */
  origin_digest: Buffer | null;
  request_id: string | null;
  data: Record<string, unknown>;
  prev_hash: Buffer;
  hash: Buffer;
}

const COLUMNS = [
  "id", "chain", "seq", "event_id", "type", "actor", "subject", "occurred_at", "recorded_at",
  "ip", "user_agent", "origin_digest", "request_id", "data", "prev_hash", "hash",
] as const; // prettier-ignore

const entries = (trx: Transaction) => trx.withSchema("audit").table("entries");

/** Which of these events (UUIDs) are recorded already. */
export async function findRecorded(trx: Transaction, eventIds: string[]): Promise<Set<string>> {
  const { rows } = await trx
    .raw<{ rows: { event_id: string }[] }>(
      "select event_id from audit.entries where event_id = any(?::uuid[])",
      [eventIds] as never[],
    )
    .options({ name: "find recorded" });
  return new Set(rows.map(({ event_id }) => event_id));
}

/** Those of some subjects (TypeIDs) that have an entry of a type. */
export async function findSubjectsWith(
  trx: Transaction,
  type: string,
  subjects: string[],
): Promise<Set<string>> {
  const rows = (await entries(trx)
    .whereIn("subject", subjects)
    .where({ type })
    .select("subject")) as { subject: string }[];
  return new Set(rows.map(({ subject }) => subject));
}

export interface EntryFilters {
  actor?: string | undefined;
  subject?: string | undefined;
  type?: string | undefined;
  /** At or after. */
  since?: Date | undefined;
  /** Before. */
  until?: Date | undefined;
}

/** The newest entries after a position, which is the time and id of the last one seen. */
export async function findEntries(
  trx: Transaction,
  filters: EntryFilters,
  page: { after: unknown[]; limit: number },
): Promise<Entry[]> {
  const { since, until, ...equal } = filters;
  const query = entries(trx)
    .orderBy([
      { column: "occurred_at", order: "desc" },
      { column: "id", order: "desc" },
    ])
    .limit(page.limit);
  for (const [column, value] of Object.entries(equal)) {
    if (value !== undefined) void query.where(column, value);
  }
  if (since) void query.where("occurred_at", ">=", since);
  if (until) void query.where("occurred_at", "<", until);
  if (page.after.length > 0) {
    void query.whereRaw("(occurred_at, id) < (?, ?)", page.after as string[]);
  }
  return await query.select<Entry[]>(...COLUMNS);
}

/** A stretch of one chain in its order: up to `limit` entries after seq `after`, none after `last`. */
export async function readChain(
  trx: Transaction,
  chain: number,
  { after, last, limit }: { after: number; last: number; limit: number },
): Promise<Entry[]> {
  return await entries(trx)
    .where({ chain })
    .where("seq", ">", after)
    .where("seq", "<=", last)
    .orderBy("seq")
    .limit(limit)
    .select<Entry[]>(...COLUMNS);
}

/** The hashes of the entries at some places, by chain; at most one place of each chain. */
export async function findHashes(
  trx: Transaction,
  places: readonly { chain: number; seq: number }[],
): Promise<Map<number, Buffer>> {
  const found = new Map<number, Buffer>();
  for (const { chain, seq } of places) {
    const row = (await entries(trx).where({ chain, seq }).first("hash")) as
      Pick<Entry, "hash"> | undefined;
    if (row) found.set(chain, row.hash);
  }
  return found;
}
