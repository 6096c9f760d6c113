import type { Database } from "../../../shared/database";
import { inboxTables } from "../../../shared/events";

export const up = (db: Database): Promise<void> => inboxTables.up(db, "search");
export const down = (db: Database): Promise<void> => inboxTables.down(db, "search");
