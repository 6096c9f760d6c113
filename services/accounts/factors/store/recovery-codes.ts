import type { Database, Transaction } from "../../../../shared/database";

const codes = (on: Database | Transaction) => on.withSchema("accounts").table("recovery_codes");

/** Gives a user (UUID) the codes of some hashes in place of those before. */
export async function replaceRecoveryCodes(
  trx: Transaction,
  userId: string,
  hashes: readonly Buffer[],
): Promise<void> {
  await deleteRecoveryCodes(trx, userId);
  await codes(trx).insert(hashes.map((hash) => ({ user_id: userId, hash })));
}

export async function deleteRecoveryCodes(trx: Transaction, userId: string): Promise<void> {
  await codes(trx).where({ user_id: userId }).delete();
}

/** Spends a code; false when it is none of the user's or was used already. */
export async function useRecoveryCode(
  trx: Transaction,
  userId: string,
  hash: Buffer,
): Promise<boolean> {
  const used = await codes(trx)
    .where({ user_id: userId, hash })
    .whereNull("used_at")
    .update({ used_at: trx.fn.now() });
  return used === 1;
}

/** How many codes of a user can still be used. */
export async function countRecoveryCodes(
  on: Database | Transaction,
  userId: string,
): Promise<number> {
  const rows = (await codes(on)
    .where({ user_id: userId })
    .whereNull("used_at")
    .select("hash")) as unknown[];
  return rows.length;
}
