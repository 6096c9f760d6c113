import type { Database } from "../connect";
import { roleOf, sharedRoleOf } from "./names";
import { type Grant, type RoleRights, type ServiceRights, wantedGrants } from "./rights";

/** What there is and what there should be. */
export interface Difference {
  /** Roles that there are not, or that the user may not act in. */
  missing: string[];
  lacking: Grant[];
  surplus: Grant[];
}

/**
 * Compares the rights that services' roles have in this database with those that they need. The roles
 * that earlier releases shared between databases keep theirs where they have some: such a release may
 * run beside this one.
 */
export async function compare(
  db: Database,
  services: readonly ServiceRights[],
): Promise<Difference> {
  const { rows: current } = await db.raw<{ rows: { name: string }[] }>(
    "select current_database() as name",
  );
  const database = current[0]?.name ?? "";
  const schemas = services.map(({ service }) => service);
  const own = services.map((one) => ({ ...one, role: roleOf(one.service, database) }));
  const shared = services.map((one) => ({ ...one, role: sharedRoleOf(one.service) }));
  const tables = await readTables(db, schemas);
  const granted = await readGrants(db, [...own, ...shared], schemas);
  const inUse = shared.filter(({ role }) => granted.some((grant) => grant.role === role));
  const wanted = wantedGrants([...own, ...inUse], tables);
  const [has, wants] = [new Set(granted.map(keyOf)), new Set(wanted.map(keyOf))];
  return {
    missing: await missingOf(db, own),
    lacking: wanted.filter((grant) => !has.has(keyOf(grant))),
    surplus: granted.filter((grant) => !wants.has(keyOf(grant))),
  };
}

export function isNothing({ missing, lacking, surplus }: Difference): boolean {
  return missing.length + lacking.length + surplus.length === 0;
}

async function missingOf(db: Database, roles: readonly RoleRights[]): Promise<string[]> {
  const names = roles.map(({ role }) => role);
  const { rows } = await db.raw<{ rows: { rolname: string }[] }>(
    `select rolname from pg_catalog.pg_roles
     where rolname = any(?) and pg_has_role(current_user, oid, 'member')`,
    [names],
  );
  return names.filter((name) => !rows.some(({ rolname }) => rolname === name));
}

async function readTables(
  db: Database,
  schemas: readonly string[],
): Promise<{ schema: string; table: string }[]> {
  const { rows } = await db.raw<{ rows: { schema: string; table: string }[] }>(
    `select table_schema as schema, table_name as "table" from information_schema.tables
     where table_schema = any(?) and table_type = 'BASE TABLE'`,
    [[...schemas]],
  );
  return rows;
}

/** The rights of roles in this database. */
async function readGrants(
  db: Database,
  roles: readonly RoleRights[],
  schemas: readonly string[],
): Promise<Grant[]> {
  const { rows } = await db.raw<{ rows: Grant[] }>(
    `select grantee as role, table_schema as schema, table_name as "table",
            lower(privilege_type) as "right"
     from information_schema.table_privileges
     where grantee = any(?) and table_schema = any(?)`,
    [roles.map(({ role }) => role), [...schemas]],
  );
  return rows;
}

function keyOf({ role, schema, table, right }: Grant): string {
  return `${role} ${right} ${schema}.${table}`;
}
