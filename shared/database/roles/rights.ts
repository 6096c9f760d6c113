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

/** One right on one table of one role. */
export interface Grant {
  role: string;
  schema: string;
  table: string;
  right: Right;
}

const ALL: readonly Right[] = ["select", "insert", "update", "delete"];

/** The database role that a service acts in: `jumar_web_gateway`. */
export function roleOf(service: string): string {
  return `jumar_${service.replaceAll("-", "_")}`;
}

/**
 * Every right there should be on the tables that there are. Which migrations were run each may read, as
 * each process looks at its start whether they were; changing the schema is for none of them.
 */
export function wantedGrants(
  services: readonly ServiceRights[],
  tables: readonly { schema: string; table: string }[],
): Grant[] {
  return services.flatMap(({ service, rights }) =>
    tables.flatMap(({ schema, table }) =>
      rightsOn({ service, rights }, schema, table).map((right) => ({
        role: roleOf(service),
        schema,
        table,
        right,
      })),
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
