import { type Database, type Engine, resetRowExpiry, setRowExpiry } from "../../../shared/database";

export const only: Engine = "cockroachdb";

const EXPIRING = [
  { schema: "web-gateway", table: "idempotency_keys", column: "expires_at" },
  { schema: "web-gateway", table: "limits", column: "forgotten_at" },
];

export async function up(db: Database): Promise<void> {
  for (const table of EXPIRING) await setRowExpiry(db, table);
}

export async function down(db: Database): Promise<void> {
  for (const table of EXPIRING) await resetRowExpiry(db, table);
}
