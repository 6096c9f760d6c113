import type { Database } from "../connect";
import { withLease } from "../lease";
import { persist } from "../persist";
import { requireOwnSession, withSchemaConnection } from "../schema-connection";
import { renewSessions } from "../session";
import { compare, isNothing } from "./compare";
import type { Grant, ServiceRights } from "./rights";

/** What was done about the services' roles. */
export interface RoleChanges {
  /** Of the roles that were made. */
  created: string[];
  granted: number;
  revoked: number;
  /** Why nothing could be done, when the user may not make roles. */
  leftOut?: string;
}

const NOTHING: RoleChanges = { created: [], granted: 0, revoked: 0 };
const NOT_ALLOWED = "42501";

/**
 * Makes the services' roles and gives each exactly the rights it needs on the tables that there are:
 * what is missing is granted, what is too much revoked. Needs the leases of `migrate`; several at once
 * take turns. Where the user may make no roles, services go on acting as the user of DATABASE_URL.
 */
export async function updateRoles(
  db: Database,
  services: readonly ServiceRights[],
): Promise<RoleChanges> {
  if (isNothing(await compare(db, services))) return NOTHING;
  await requireOwnSession(db);
  return await withLease(db, "roles", () =>
    withSchemaConnection(db, (schemaDb) => update(schemaDb, services)),
  );
}

async function update(db: Database, services: readonly ServiceRights[]): Promise<RoleChanges> {
  const created: string[] = [];
  try {
    for (const role of (await persist(() => compare(db, services))).missing) {
      await createRole(db, role);
      created.push(role);
    }
  } catch (error) {
    if (codeOf(error) !== NOT_ALLOWED) throw error;
    return { ...NOTHING, leftOut: await whyNot(db, services) };
  }
  const { surplus, lacking } = await persist(() => compare(db, services));
  for (const [what, grants] of grouped(surplus)) {
    await persist(() => db.raw(`revoke ${rightsOf(grants)} on ??.?? from ??`, what));
  }
  for (const [role, schema] of schemasOf(lacking)) {
    await persist(() => db.raw("grant usage on schema ?? to ??", [schema, role]));
  }
  for (const [what, grants] of grouped(lacking)) {
    await persist(() => db.raw(`grant ${rightsOf(grants)} on ??.?? to ??`, what));
  }
  renewSessions();
  return { created, granted: lacking.length, revoked: surplus.length };
}

/** Why the user could not make the roles: it may make none, or somebody else's is in the way. */
async function whyNot(db: Database, services: readonly ServiceRights[]): Promise<string> {
  const user = await readUser(db);
  const { missing } = await persist(() => compare(db, services));
  const { rows } = await db.raw<{ rows: { rolname: string }[] }>(
    "select rolname from pg_catalog.pg_roles where rolname = any(?) order by rolname limit 1",
    [missing],
  );
  const [taken] = rows;
  if (!taken) return `the user ${user} may not make roles`;
  return `the role ${taken.rolname} is there already and not for the user ${user}; drop it, or grant it to ${user}`;
}

/** It may be there from another time. */
async function createRole(db: Database, role: string): Promise<void> {
  const user = await readUser(db);
  await persist(async () => {
    try {
      await db.raw("create role ?? nologin", [role]);
    } catch (error) {
      if (!["42710", "23505"].includes(codeOf(error))) throw error;
    }
  });
  // Acting in a role is for its members; that one made it does not make one a member everywhere.
  await persist(() => db.raw("grant ?? to ??", [role, user]));
}

async function readUser(db: Database): Promise<string> {
  const { rows } = await persist(() =>
    db.raw<{ rows: { name: string }[] }>("select current_user as name"),
  );
  return rows[0]?.name ?? "";
}

/** Grants on one table to one role are one statement: its [schema, table, role]. */
function grouped(grants: Grant[]): [[string, string, string], Grant[]][] {
  const groups = new Map<string, Grant[]>();
  for (const grant of grants) {
    const key = JSON.stringify([grant.schema, grant.table, grant.role]);
    groups.set(key, [...(groups.get(key) ?? []), grant]);
  }
  return [...groups].map(([key, group]) => [JSON.parse(key) as [string, string, string], group]);
}

function schemasOf(grants: Grant[]): [role: string, schema: string][] {
  const pairs = new Set(grants.map(({ role, schema }) => JSON.stringify([role, schema])));
  return [...pairs].map((pair) => JSON.parse(pair) as [string, string]);
}

function rightsOf(grants: Grant[]): string {
  return grants.map(({ right }) => right).join(", ");
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? "";
}
