import { transaction, type Database, type Transaction } from "../../../shared/database";

/** Where what an entry is about came from. */
export interface Origin {
  /** UUID. */
  entry_id: string;
  /** Whose it is, a TypeID; with that account it is forgotten. */
  person: string | null;
  ip: string | null;
  user_agent: string | null;
  /** Random bytes that go into its digest. */
  nonce: Buffer;
}

const COLUMNS = ["entry_id", "person", "ip", "user_agent", "nonce"] as const;

const origins = (trx: Transaction) => trx.withSchema("audit").table("origins");

export async function insertOrigins(trx: Transaction, rows: Origin[]): Promise<void> {
  if (rows.length > 0) await origins(trx).insert(rows);
}

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

/** Forgets up to `limit` origins of persons of whom an entry of a type is older than `days`; says how many. */
export async function deleteOriginsOfDeleted(
  db: Database,
  type: string,
  { days, limit }: { days: number; limit: number },
): Promise<number> {
  const { rows } = await transaction(db, (trx) =>
    trx.raw<{ rows: unknown[] }>(
      `delete from audit.origins where entry_id in (
         select o.entry_id from audit.entries d join audit.origins o on o.person = d.subject
         where d.type = ? and d.occurred_at < now() - ? * interval '1 day' limit ?)
       returning entry_id`,
      [type, days, limit],
    ),
  );
  return rows.length;
}
