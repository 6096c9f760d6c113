import { type Database, mayRepeat, statement, transaction } from "../../../shared/database";

/** The result of claiming an idempotency key. */
export type Claim =
  /** The claimant holds the key and has to answer, as long as it renews the lease. */
  | { state: "held" }
  /** Another request holds the key. */
  | { state: "taken" }
  /** The key was used with a different request. */
  | { state: "reused" }
  | { state: "answered"; outcome: Buffer };

export interface Claimed {
  /** Digest of the key and its owner. */
  id: Buffer;
  /** A UUID that identifies the claimant. */
  holder: string;
}

const table = (db: Database) => db.withSchema("web-gateway").table("idempotency_keys");

/** In seconds: after so long another claimant takes over from a holder that died. */
const LEASE = 5;
const REMEMBERED_HOURS = 24;

/** Claims a key for a request; a copy of the request may take over an expired lease without an outcome. */
export async function claimKey(
  db: Database,
  { id, holder }: Claimed,
  request: Buffer,
): Promise<Claim> {
  return await transaction(db, async (trx) => {
    mayRepeat(trx);
    const claimed = await trx.raw<{ rows: unknown[] }>(
      `insert into "web-gateway".idempotency_keys (id, request, holder, leased_until, expires_at)
       values (?, ?, ?, now() + cast(? as float8) * interval '1 second', now() + cast(? as float8) * interval '1 hour')
       on conflict (id) do update set request = excluded.request, holder = excluded.holder,
         leased_until = excluded.leased_until, outcome = null, expires_at = excluded.expires_at
       where idempotency_keys.expires_at <= now() or (
         idempotency_keys.outcome is null and idempotency_keys.request = excluded.request
         and (idempotency_keys.leased_until <= now() or idempotency_keys.holder = excluded.holder))
       returning id`,
      [id, request, holder, LEASE, REMEMBERED_HOURS],
    );
    if (claimed.rows.length === 1) return { state: "held" };
    const row = (await trx
      .withSchema("web-gateway")
      .table("idempotency_keys")
      .where({ id })
      .first("request", "outcome")) as { request: Buffer; outcome: Buffer | null };
    if (!row.request.equals(request)) return { state: "reused" };
    return row.outcome ? { state: "answered", outcome: row.outcome } : { state: "taken" };
  });
}

/** The first of some keys that is in use. */
export async function findKnownKey(db: Database, ids: Buffer[]): Promise<Buffer | undefined> {
  const row = (await table(db).whereIn("id", ids).whereRaw("expires_at > now()").first("id")) as
    { id: Buffer } | undefined;
  return row?.id;
}

/**
 * What became of a request: its outcome, that somebody is at it, or that whoever was has `left` it; undefined
 * when nothing is known.
 */
export async function findClaim(
  db: Database,
  id: Buffer,
  request: Buffer,
): Promise<Extract<Claim, { state: "taken" | "answered" }> | { state: "left" } | undefined> {
  const row = (await table(db)
    .where({ id, request })
    .whereRaw("expires_at > now()")
    .first("outcome", db.raw("leased_until > now() as held"))) as
    { outcome: Buffer | null; held: boolean } | undefined;
  if (!row) return undefined;
  if (row.outcome) return { state: "answered", outcome: row.outcome };
  return { state: row.held ? "taken" : "left" };
}

/** Renews the lease of a key. */
export async function renewKey(db: Database, { id, holder }: Claimed): Promise<void> {
  await table(db)
    .where({ id, holder })
    .update({ leased_until: db.raw("now() + cast(? as float8) * interval '1 second'", [LEASE]) });
}

/** Releases a key, so that a repeated request is performed anew at once. */
export async function releaseKey(db: Database, { id, holder }: Claimed): Promise<void> {
  await statement(db, () => table(db).where({ id, holder }).update({ leased_until: db.fn.now() }));
}

/** Stores the outcome for repeated requests, unless another claimant has taken the key over. */
export async function settleKey(
  db: Database,
  { id, holder }: Claimed,
  outcome: Buffer,
): Promise<void> {
  await statement(db, () => table(db).where({ id, holder }).update({ outcome }));
}

/** Deletes old keys, at most `limit` of them; returns how many. */
export async function sweepKeys(db: Database, limit: number): Promise<number> {
  const { rowCount } = await db.raw<{ rowCount: number }>(
    `delete from "web-gateway".idempotency_keys where expires_at <= now() and id in (
       select id from "web-gateway".idempotency_keys where expires_at <= now() limit ?)`,
    [limit],
  );
  return rowCount;
}
