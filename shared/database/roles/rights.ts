/** What a role may do with the rows of a table. */
export type Right = "select" | "insert" | "update" | "delete";

/**
 * The rights of a service's role where they differ from its own tables' usual ones, which are all: by
 * table of its own schema (`entries`), or of another's (`accounts.users`).
 */
export type Rights = Readonly<Record<string, readonly Right[]>>;

/** A service, and what its role may do. */
export interface ServiceRights {
  service: string;
  rights: Rights;
}

/** The same with one of its roles. */
export interface RoleRights extends ServiceRights {
  role: string;
}

/** One right on one table of one role. */
export interface Grant {
  role: string;
  schema: string;
  table: string;
  right: Right;
}

const ALL: readonly Right[] = ["select", "insert", "update", "delete"];

/**
 * Every right there should be on the tables that there are. Which migrations were run each may read, as
 * each process looks at its start whether they were; changing the schema is for none of them.
 */
export function wantedGrants(
  roles: readonly RoleRights[],
  tables: readonly { schema: string; table: string }[],
): Grant[] {
  return roles.flatMap(({ role, ...service }) =>
    tables.flatMap(({ schema, table }) =>
      rightsOn(service, schema, table).map((right) => ({ role, schema, table, right })),
    ),
  );
}

function rightsOn(
  { service, rights }: ServiceRights,
  schema: string,
  table: string,
): readonly Right[] {
  if (table === "migrations") return ["select"];
  if (table === "migrations_lock") return [];
  if (schema !== service) return rights[`${schema}.${table}`] ?? [];
  return rights[table] ?? ALL;
}
