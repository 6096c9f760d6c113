import type { Database } from "../connect";
import type { Engine } from "../engine";

/**
 * One step of a service's schema; DDL only in the SQL that PostgreSQL and CockroachDB share. It expands,
 * so that the version before works on with it, unless its name says that it contracts.
 */
export interface Migration {
  /** Sorts in the order of running: `0001-users`; what takes something away, `0016-contract-users`. */
  name: string;
  /** The engine it is for, when what it does is nothing to the other: there it counts as done. */
  only?: Engine | undefined;
  /** Tells `say` what an operator has to know of what it found. */
  up(db: Database, say?: MigrationNotice): Promise<unknown>;
  down(db: Database): Promise<unknown>;
}

/** Takes a line for whoever migrates. */
export type MigrationNotice = (line: string) => void;

/** The migrations of one service; its schema has the service's name. */
export interface MigrationSet {
  service: string;
  migrations: Migration[];
}

export interface MigrationStep {
  service: string;
  migration: string;
}

/** Who hears how far `migrate` and `rollback` are. */
export interface MigrationListener {
  /** A step was done. */
  onStep?(step: MigrationStep): void;
  /** Why something takes long, in a line: what is waited for, or how far an index is built. */
  onNotice?(line: string): void;
}

/** Whether a migration takes away what older code may use; read off its name, which older code has too. */
export function isContracting(name: string): boolean {
  return /^\d+-contract-/.test(name);
}
