import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Migration, MigrationSet, Rights, ServiceRights } from "../shared/database";
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
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only those that are asked for are loaded
  return (require(join(__dirname, name, "service")) as { default: ServiceDefinition }).default;
}

/** The services that hear events. */
export function subscriberNames(): string[] {
  return serviceNames.filter((name) => (loadService(name).parts.subscribe ?? []).length > 0);
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
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by folder, as migrations are
  return (require(join(__dirname, service, "rights")) as { rights: Rights }).rights;
}

function migrationsOf(service: string): Migration[] {
  const folder = join(__dirname, service, "migrations");
  return modulesIn(folder).map((name) => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by folder
    const { only, up, down } = require(join(folder, name)) as Omit<Migration, "name">;
    return { name, only, up, down };
  });
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
