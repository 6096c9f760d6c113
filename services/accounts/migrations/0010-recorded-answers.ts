import type { Database } from "../../../shared/database";
import { recordedAnswersTables } from "../../../shared/idempotency";

export const up = (db: Database): Promise<void> => recordedAnswersTables.up(db, "accounts");
export const down = (db: Database): Promise<void> => recordedAnswersTables.down(db, "accounts");
