import { type Database, type Engine, shardIndex, unshardIndex } from "../../../shared/database";

export const only: Engine = "cockroachdb";

const NEWEST = {
  schema: "search",
  table: "documents",
  index: "documents_created_at",
  columns: ["created_at", "id"],
};

export const up = (db: Database): Promise<void> => shardIndex(db, NEWEST);
export const down = (db: Database): Promise<void> => unshardIndex(db, NEWEST);
