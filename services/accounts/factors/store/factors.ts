import type { Database, Transaction } from "../../../../shared/database";
import { generateUuidV7 } from "../../../../shared/ids";

/** A factor as it rests. */
export interface FactorRow {
  id: string;
  user_id: string;
  kind: "totp";
  label: string | null;
  secret_sealed: Buffer;
  confirmed_at: Date | null;
  last_used_at: Date | null;
  created_at: Date;
}

const COLUMNS = [
  "id",
  "user_id",
  "kind",
  "label",
  "secret_sealed",
  "confirmed_at",
  "last_used_at",
  "created_at",
] as const;

/** A factor that nobody has confirmed in time is as if it were not. */
const STANDS = "(confirmed_at is not null or created_at > now() - interval '10 minutes')";

const factors = (on: Database | Transaction) => on.withSchema("accounts").table("factors");

/** The factors of a user (UUID), the oldest first, also one that waits to be confirmed. */
export async function findFactors(
  on: Database | Transaction,
  userId: string,
): Promise<FactorRow[]> {
  return await factors(on)
    .where({ user_id: userId })
    .whereRaw(STANDS)
    .orderBy(["created_at", "id"])
    .select<FactorRow[]>(...COLUMNS);
}

/** Inserts a factor that waits to be confirmed, in place of any that did. The seed is sealed for its id. */
export async function insertFactor(
  trx: Transaction,
  { userId, label, seal }: { userId: string; label: string | null; seal(id: string): Buffer },
): Promise<FactorRow> {
  await factors(trx).where({ user_id: userId }).whereNull("confirmed_at").delete();
  const id = generateUuidV7();
  const row = { id, user_id: userId, kind: "totp", label, secret_sealed: seal(id) };
  const rows = (await factors(trx).insert(row, [...COLUMNS])) as FactorRow[];
  return rows[0] as FactorRow;
}

/**
 * Spends a step of a factor and those before it; false when it is spent already. `changes`: what else is
 * so then.
 */
export async function useStep(
  trx: Transaction,
  id: string,
  step: number,
  changes: Record<string, unknown> = {},
): Promise<boolean> {
  const used = await factors(trx)
    .where({ id })
    .whereRaw("(last_step is null or last_step < cast(? as int8))", [step])
    .update({ ...changes, last_step: step, last_used_at: trx.fn.now() });
  return used === 1;
}

/** The sealed seeds of up to `limit` factors in the order of their ids, behind one. */
export async function findSeedsBehind(
  db: Database,
  after: string | undefined,
  limit: number,
): Promise<Pick<FactorRow, "id" | "secret_sealed">[]> {
  const query = factors(db).orderBy("id").limit(limit).select("id", "secret_sealed");
  if (after !== undefined) void query.where("id", ">", after);
  return (await query) as Pick<FactorRow, "id" | "secret_sealed">[];
}

/** Keeps the same seed otherwise sealed; false when somebody else has done so. */
export async function replaceSeed(
  db: Database,
  { id, secret_sealed }: Pick<FactorRow, "id" | "secret_sealed">,
  sealedAnew: Buffer,
): Promise<boolean> {
  const changed = await factors(db)
    .where({ id, secret_sealed })
    .update({ secret_sealed: sealedAnew });
  return changed === 1;
}

/** Removes a factor of a user. */
export async function deleteFactor(trx: Transaction, userId: string, id: string): Promise<void> {
  await factors(trx).where({ id, user_id: userId }).delete();
}

/** Removes those that were not confirmed in time; returns how many. */
export async function deleteUnconfirmedFactors(db: Database): Promise<number> {
  return await factors(db).whereRaw(`not ${STANDS}`).delete();
}
