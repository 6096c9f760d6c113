import type { Database } from "../../../shared/database";
import { concernsColumns } from "../../../shared/events";

/** Events name their aggregate as the subject, and beside it whom else they are about. */
export const up = (db: Database): Promise<void> => concernsColumns.up(db, "accounts");
export const down = (db: Database): Promise<void> => concernsColumns.down(db, "accounts");
