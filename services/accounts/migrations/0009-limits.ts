import type { Database } from "../../../shared/database";
import { limitTable } from "../../../shared/limits";

export const up = (db: Database): Promise<void> => limitTable.up(db, "accounts");
export const down = (db: Database): Promise<void> => limitTable.down(db, "accounts");
