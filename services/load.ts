import { readdirSync } from "node:fs";
import { join } from "node:path";
import { publisherNames, subscriberNames } from "../shared/contracts";
import type { Migration, MigrationSet, Rights, ServiceRights } from "../shared/database";
import { inboxTables, publisherTables, reconcilerTables } from "../shared/events";
import type { ServiceDefinition } from "../shared/service";

/** The services there are: each folder beside this file that has a `service` in it. */
export const serviceNames: readonly string[] = readdirSync(__dirname, { withFileTypes: true })
  .filter(
    (entry) => entry.isDirectory() && modulesIn(join(__dirname, entry.name)).includes("service"),
  )
  .map(({ name }) => name)
  .sort();

/** A service by its name, e.g. `accounts`. */
export function loadService(name: string): ServiceDefinition {
  // oxlint-disable-next-line typescript/no-require-imports -- only those that are asked for are loaded
  return (require(join(__dirname, name, "service")) as { default: ServiceDefinition }).default;
}

/** Every service's migrations, in the order of their names, whichever services run here. */
export function loadMigrations(): MigrationSet[] {
  return serviceNames
    .map((service) => ({ service, migrations: migrationsOf(service) }))
    .filter(({ migrations }) => migrations.length > 0);
}

/** What every service's database role may do, whichever services run here. */
export function loadRights(): ServiceRights[] {
  return loadMigrations().map(({ service }) => ({ service, rights: rightsOf(service) }));
}

function rightsOf(service: string): Rights {
  if (!modulesIn(join(__dirname, service)).includes("rights")) return {};
  // oxlint-disable-next-line typescript/no-require-imports -- found by folder, as migrations are
  return (require(join(__dirname, service, "rights")) as { rights: Rights }).rights;
}

function migrationsOf(service: string): Migration[] {
  const folder = join(__dirname, service, "migrations");
  const own = modulesIn(folder).map((name) => {
    // oxlint-disable-next-line typescript/no-require-imports -- found by folder
    const { only, up, down } = require(join(folder, name)) as Omit<Migration, "name">;
    return { name, only, up, down };
  });
  return [...tablesByContract(service, own), ...own];
}

const BY_CONTRACT = [
  { name: "inbox", services: subscriberNames, tables: inboxTables },
  { name: "outbox", services: publisherNames, tables: publisherTables },
  { name: "reconciler", services: subscriberNames, tables: reconcilerTables },
] as const;

/** What a service that subscribes or publishes needs, unless it has a migration for it, as the first ones do. */
function tablesByContract(service: string, own: readonly Migration[]): Migration[] {
  return BY_CONTRACT.filter(
    ({ name, services }) =>
      services.some((each) => each === service) &&
      !own.some((migration) => new RegExp(`^\\d+-${name}$`).test(migration.name)),
  ).map(({ name, tables }) => ({
    name: `0000-${name}`,
    up: (db) => tables.up(db, service),
    down: (db) => tables.down(db, service),
  }));
}

function modulesIn(folder: string): string[] {
  let files: string[];
  try {
    files = readdirSync(folder);
  } catch {
    return [];
  }
  return files
    .filter((file) => /\.[jt]s$/.test(file) && !file.endsWith(".d.ts"))
    .map((file) => file.replace(/\.[jt]s$/, ""))
    .sort();
}
