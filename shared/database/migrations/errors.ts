import type { MigrationStep } from "./migration";

/** A newer Jumar has migrated the database so that this one cannot work with it. */
export class NewerSchemaError extends Error {
  override readonly name = "NewerSchemaError";
  constructor(service: string, unknown: string[]) {
    super(
      `the database's schema is newer than this Jumar (${service}: ${unknown.join(", ")}); run the newer version`,
    );
  }
}

/** A schema that has the name of a service holds what Jumar has not made. */
export class ForeignSchemaError extends Error {
  override readonly name = "ForeignSchemaError";
  constructor(schema: string, found: string) {
    super(
      `the schema ${schema} of the database is another program's (${found}); give Jumar a database of its own in DATABASE_URL`,
    );
  }
}

/** A step waited for a lock until its patience was over; nothing of the statement was done. */
export class BlockedError extends Error {
  override readonly name = "BlockedError";
  constructor({ service, migration }: MigrationStep, seconds: number, holders: string) {
    super(
      `${service}/${migration} waited ${seconds} s for a lock${holders}; end that transaction, then run the command again: it goes on from there`,
    );
  }
}
