import { type Database, type Engine, shardIndex, unshardIndex } from "../../../shared/database";

export const only: Engine = "cockroachdb";

const TIME = {
  schema: "audit",
  table: "entries",
  index: "entries_time",
  columns: ["occurred_at", "id"],
};

export const up = (db: Database): Promise<void> => shardIndex(db, TIME);
export const down = (db: Database): Promise<void> => unshardIndex(db, TIME);
