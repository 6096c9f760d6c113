import type { Node } from "libpg-query";
import type { MigrationSet } from "../../../shared/database";
import { isContracting } from "../../../shared/database/migrations/migration";
import { parse } from "./parse";
import { type Recorded, recordMigrations } from "./record-migrations";
import { type Rule, rule } from "./rule";
import { walk } from "./walk";

/** What a migration takes from the version before, whose processes work on beside the new ones. */
const RULES: readonly Rule[] = [
  rule("drops", "", "DropStmt", () => true),
  rule("renames", "", "RenameStmt", () => true),
  rule("drops a column", "", "AlterTableCmd", ({ subtype }) => subtype === "AT_DropColumn"),
  rule(
    "refuses what was taken",
    "",
    "AlterTableCmd",
    ({ subtype }) => subtype === "AT_SetNotNull" || subtype === "AT_AddConstraint",
  ),
  rule(
    "needs what older code does not give",
    "",
    "AlterTableCmd",
    ({ subtype, def }) => subtype === "AT_AddColumn" && isNeeded(def),
  ),
  rule(
    "takes a default away",
    "",
    "AlterTableCmd",
    ({ subtype, def }) => subtype === "AT_ColumnDefault" && def === undefined,
  ),
];

/** What migrations take away though their names do not say that they contract, a line each. */
export async function contractions(root: string, sets: readonly MigrationSet[]): Promise<string[]> {
  const recorded = await recordMigrations(root, sets);
  const ups = recorded.filter(
    ({ direction, migration }) => direction === "up" && !isContracting(migration),
  );
  const found = ups.flatMap((one) =>
    [...broken(one.sql), ...tightened(one, ups)].map(inWords(one)),
  );
  return [...new Set(found)];
}

function inWords({ service, migration }: Recorded): (what: string) => string {
  return (what) => `${service}/${migration} ${what}`;
}

function broken(sql: string): string[] {
  const names = new Set<string>();
  for (const statement of statementsOf(sql)) {
    walk(statement, (type, node) => {
      for (const { name, breaks } of RULES) {
        if (breaks(type, node, { jsonColumns: new Set() })) names.add(name);
      }
    });
  }
  return [...names];
}

/**
 * A unique index refuses nothing that was taken before where the same migration makes the table, or one of
 * its columns, which older code leaves empty.
 */
function tightened({ sql, service, migration }: Recorded, ups: readonly Recorded[]): string[] {
  const same = ups
    .filter((one) => one.service === service && one.migration === migration)
    .flatMap((one) => statementsOf(one.sql));
  const tables = same.flatMap((statement) =>
    "CreateStmt" in statement ? [statement.CreateStmt.relation?.relname] : [],
  );
  const columns = same.flatMap(addedColumns);
  return statementsOf(sql).some((statement) => {
    if (!("IndexStmt" in statement) || statement.IndexStmt.unique !== true) return false;
    const { relation, indexParams = [] } = statement.IndexStmt;
    if (tables.includes(relation?.relname)) return false;
    return !indexParams.some(
      (param) =>
        "IndexElem" in param && columns.includes(`${relation?.relname}.${param.IndexElem.name}`),
    );
  })
    ? ["refuses what was taken"]
    : [];
}

/** The columns without a default that a statement adds, as `table.column`. */
function addedColumns(statement: Node): string[] {
  if (!("AlterTableStmt" in statement)) return [];
  const { relation, cmds = [] } = statement.AlterTableStmt;
  return cmds.flatMap((command) => {
    if (!("AlterTableCmd" in command)) return [];
    const { subtype, def } = command.AlterTableCmd;
    if (subtype !== "AT_AddColumn" || !def || !("ColumnDef" in def)) return [];
    const { colname, constraints = [] } = def.ColumnDef;
    return constraints.length === 0 ? [`${relation?.relname}.${colname}`] : [];
  });
}

function statementsOf(sql: string): Node[] {
  return parse(sql, { whole: true })?.statements ?? [];
}

function isNeeded(column: Node | undefined): boolean {
  if (column === undefined || !("ColumnDef" in column)) return false;
  const kinds = (column.ColumnDef.constraints ?? []).flatMap((each) =>
    "Constraint" in each ? [each.Constraint.contype] : [],
  );
  return kinds.includes("CONSTR_NOTNULL") && !kinds.includes("CONSTR_DEFAULT");
}
