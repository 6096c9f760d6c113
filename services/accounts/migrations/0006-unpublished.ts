import type { Database } from "../../../shared/database";
import { unpublishedTable } from "../../../shared/events";

/** Marking an event as published no longer rewrites its row and five index entries. */
export const up = (db: Database): Promise<void> => unpublishedTable.up(db, "accounts");
export const down = (db: Database): Promise<void> => unpublishedTable.down(db, "accounts");
