import { type Database, type Transaction, transaction } from "../../../shared/database";

/** The origin of an event that an entry is about. */
export interface Origin {
  /** UUID. */
  entry_id: string;
  /** The user (TypeID) it belongs to and with whom it is deleted. */
  person: string | null;
  ip: string | null;
  user_agent: string | null;
  /** Random bytes that go into its digest. */
  nonce: Buffer;
}

const COLUMNS = ["entry_id", "person", "ip", "user_agent", "nonce"] as const;

const origins = (trx: Transaction) => trx.withSchema("audit").table("origins");

/** The origins that there are of some entries (UUIDs), by entry. */
export async function findOrigins(
  trx: Transaction,
  entryIds: string[],
): Promise<Map<string, Origin>> {
  const rows = await origins(trx)
    .whereIn("entry_id", entryIds)
    .select<Origin[]>(...COLUMNS);
  return new Map(rows.map((row) => [row.entry_id, row]));
}

/**
 * Deletes up to `limit` origins of persons who have an entry of a type that is older than `days`.
 * Returns how many.
 */
export async function deleteOriginsOfDeleted(
  db: Database,
  type: string,
  { days, limit }: { days: number; limit: number },
): Promise<number> {
  const { rows } = await transaction(db, (trx) =>
    trx.raw<{ rows: unknown[] }>(
      `delete from audit.origins where entry_id in (
         select o.entry_id from audit.entries d join audit.origins o on o.person = d.subject
         where d.type = ? and d.occurred_at < now() - cast(? as float8) * interval '1 day' limit ?)
       returning entry_id`,
      [type, days, limit],
    ),
  );
  return rows.length;
}
