import type { Knex } from "knex";
import type { Engine } from "../engine";
import type { Migration, MigrationSet } from "./migration";

/** How Knex runs a service's migrations on an engine. Its own lock stays unused: the lease is ours. */
export function knexSettings(set: MigrationSet, engine: Engine): Knex.MigratorConfig {
  return {
    schemaName: set.service,
    tableName: "migrations",
    disableTransactions: true,
    migrationSource: {
      getMigrations: () => Promise.resolve(set.migrations),
      getMigrationName: (migration: Migration) => migration.name,
      getMigration: ({ only, up, down }: Migration) =>
        Promise.resolve(only === undefined || only === engine ? { up, down } : NOTHING),
    },
  };
}

const NOTHING = { up: () => Promise.resolve(), down: () => Promise.resolve() };
