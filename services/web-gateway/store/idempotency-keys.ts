import { mayRepeat, transaction, type Database } from "../../../shared/database";

/** What became of the wish to be the one who answers a request. */
export type Claim =
  /** It is the claimant's to answer, as long as they renew their lease. */
  | { state: "held" }
  /** Somebody else is at it. */
  | { state: "taken" }
  /** The key came with another request before. */
  | { state: "reused" }
  | { state: "answered"; outcome: Buffer };

export interface Claimed {
  /** Of the key and whose it is. */
  id: Buffer;
  /** A UUID of the claimant's own. */
  holder: string;
}

const table = (db: Database) => db.withSchema("web-gateway").table("idempotency_keys");

/** In seconds. A holder that died is replaced after so long. */
const LEASE = 5;
const REMEMBERED_HOURS = 24;

/** Claims a key for a request; a lease that ran out without an outcome passes on to the same request. */
export async function claimKey(
  db: Database,
  { id, holder }: Claimed,
  request: Buffer,
): Promise<Claim> {
  return await transaction(db, async (trx) => {
    mayRepeat(trx);
    const claimed = await trx.raw<{ rows: unknown[] }>(
      `insert into "web-gateway".idempotency_keys (id, request, holder, leased_until, expires_at)
       values (?, ?, ?, now() + ? * interval '1 second', now() + ? * interval '1 hour')
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

/** Holds on to a key for another while. */
export async function renewKey(db: Database, { id, holder }: Claimed): Promise<void> {
  await table(db)
    .where({ id, holder })
    .update({ leased_until: db.raw("now() + ? * interval '1 second'", [LEASE]) });
}

/** Lets whoever repeats the request try it anew, at once. */
export async function releaseKey(db: Database, { id, holder }: Claimed): Promise<void> {
  await transaction(db, (trx) => {
    mayRepeat(trx);
    return trx
      .withSchema("web-gateway")
      .table("idempotency_keys")
      .where({ id, holder })
      .update({ leased_until: trx.fn.now() });
  });
}

/** Remembers the outcome for who repeats the request, unless somebody else took the key over. */
export async function settleKey(
  db: Database,
  { id, holder }: Claimed,
  outcome: Buffer,
): Promise<void> {
  await transaction(db, (trx) => {
    mayRepeat(trx);
    return trx
      .withSchema("web-gateway")
      .table("idempotency_keys")
      .where({ id, holder })
      .update({ outcome });
  });
}

/** Forgets keys that are old, at most `limit` of them; returns how many. */
export async function sweepKeys(db: Database, limit: number): Promise<number> {
  const { rowCount } = await db.raw<{ rowCount: number }>(
    `delete from "web-gateway".idempotency_keys where id in (
       select id from "web-gateway".idempotency_keys where expires_at <= now() limit ?)`,
    [limit],
  );
  return rowCount;
}
