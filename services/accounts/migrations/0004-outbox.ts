import type { Database } from "../../../shared/database";
import { outboxTables } from "../../../shared/events";

export const up = (db: Database): Promise<void> => outboxTables.up(db, "accounts");
export const down = (db: Database): Promise<void> => outboxTables.down(db, "accounts");
