import type { Database } from "../connect";
import { withLease } from "../lease";
import { persist } from "../persist";
import { requireOwnSession, withSchemaConnection } from "../schema-connection";
import { renewSessions } from "../session";
import { isKept } from "./is-kept";
import { sharedRoleOf } from "./names";

/** What became of the roles that earlier releases shared between databases. */
export interface DroppedRoles {
  dropped: string[];
  /** What other databases still use, or another user has made; they have no rights in this one. */
  kept: string[];
}

/**
 * Takes their rights in this database from the roles that earlier releases shared between all databases
 * of a server, and drops those that nobody else uses. Such a release cannot run here afterwards, nor a
 * login that is a member of these only. Needs the leases of `migrate`.
 */
export async function dropSharedRoles(
  db: Database,
  services: readonly string[],
): Promise<DroppedRoles> {
  await requireOwnSession(db);
  return await withLease(db, "roles", () =>
    withSchemaConnection(db, (schemaDb) => drop(schemaDb, services)),
  );
}

async function drop(db: Database, services: readonly string[]): Promise<DroppedRoles> {
  const done: DroppedRoles = { dropped: [], kept: [] };
  const schemas = await readSchemas(db, services);
  for (const role of await readRoles(db, services.map(sharedRoleOf))) {
    for (const schema of schemas) {
      await persist(() => db.raw("revoke all on all tables in schema ?? from ??", [schema, role]));
      await persist(() => db.raw("revoke all on schema ?? from ??", [schema, role]));
    }
    try {
      await persist(() => db.raw("drop role ??", [role]));
      done.dropped.push(role);
    } catch (error) {
      if (!isKept(error)) throw error;
      done.kept.push(role);
    }
  }
  renewSessions();
  return done;
}

async function readSchemas(db: Database, names: readonly string[]): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    "select nspname as name from pg_catalog.pg_namespace where nspname = any(?) order by nspname",
    [[...names]],
  );
  return rows.map(({ name }) => name);
}

async function readRoles(db: Database, names: readonly string[]): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    "select rolname as name from pg_catalog.pg_roles where rolname = any(?) order by rolname",
    [[...names]],
  );
  return rows.map(({ name }) => name);
}
