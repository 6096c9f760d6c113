import type { Database } from "../connect";
import type { Engine } from "../engine";

/** One step of a service's schema; DDL only in the SQL that PostgreSQL and CockroachDB share. */
export interface Migration {
  /** Sorts in the order of running: `0001-users`. */
  name: string;
  /** The engine it is for, when what it does is nothing to the other: there it counts as done. */
  only?: Engine | undefined;
  up(db: Database): Promise<unknown>;
  down(db: Database): Promise<unknown>;
}

/** The migrations of one service; its schema has the service's name. */
export interface MigrationSet {
  service: string;
  migrations: Migration[];
}

export interface MigrationStep {
  service: string;
  migration: string;
}

/** The database was migrated by a newer Jumar than this one. */
export class NewerSchemaError extends Error {
  override readonly name = "NewerSchemaError";
  constructor(service: string, unknown: string[]) {
    super(
      `the database's schema is newer than this Jumar (${service}: ${unknown.join(", ")}); run the newer version`,
    );
  }
}
