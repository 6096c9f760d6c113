import {
  type Database,
  type Engine,
  resetRowExpiry,
  setRowExpiry,
  shardIndex,
  unshardIndex,
} from "../../../shared/database";

export const only: Engine = "cockroachdb";

const EXPIRING = [
  { schema: "accounts", table: "sessions", column: "expires_at" },
  { schema: "accounts", table: "limits", column: "forgotten_at" },
  { schema: "accounts", table: "recorded_answers", column: "expires_at" },
];
const LOG = {
  schema: "accounts",
  table: "outbox",
  index: "outbox_log",
  columns: ["created_at", "id"],
};

export async function up(db: Database): Promise<void> {
  for (const table of EXPIRING) await setRowExpiry(db, table);
  await shardIndex(db, LOG);
}

export async function down(db: Database): Promise<void> {
  await unshardIndex(db, LOG);
  for (const table of EXPIRING) await resetRowExpiry(db, table);
}
