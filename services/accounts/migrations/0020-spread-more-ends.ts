import {
  type Database,
  type Engine,
  resetRowExpiry,
  setRowExpiry,
  shardIndex,
  unshardIndex,
} from "../../../shared/database";

export const only: Engine = "cockroachdb";

const TOKENS = { schema: "accounts", table: "tokens", column: "expires_at" };
const ENDS = [
  { table: "sessions", index: "sessions_expiry", columns: ["expires_at", "id"] },
  { table: "sessions", index: "sessions_idle", columns: ["idle_until", "id"] },
  { table: "tokens", index: "tokens_expiry", columns: ["expires_at", "id"] },
].map((index) => ({ schema: "accounts", ...index }));

/** These grow at their ends too. */
export async function up(db: Database): Promise<void> {
  await setRowExpiry(db, TOKENS);
  for (const index of ENDS) await shardIndex(db, index);
}

export async function down(db: Database): Promise<void> {
  for (const index of ENDS) await unshardIndex(db, index);
  await resetRowExpiry(db, TOKENS);
}
