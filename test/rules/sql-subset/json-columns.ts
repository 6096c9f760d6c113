import type { ColumnDef, Node } from "libpg-query";
import { lastName } from "./rule";

/** The JSONB columns that a statement makes, as `table.column`. */
export function jsonColumnsOf(statement: Node): string[] {
  const named = (table: string | undefined, column: ColumnDef): string[] =>
    isJson(column) ? [`${table}.${column.colname}`] : [];
  if ("CreateStmt" in statement) {
    const { relation, tableElts = [] } = statement.CreateStmt;
    return tableElts.flatMap((elt) =>
      "ColumnDef" in elt ? named(relation?.relname, elt.ColumnDef) : [],
    );
  }
  if ("AlterTableStmt" in statement) {
    const { relation, cmds = [] } = statement.AlterTableStmt;
    return cmds.flatMap((cmd) => {
      const def = "AlterTableCmd" in cmd ? cmd.AlterTableCmd.def : undefined;
      return def && "ColumnDef" in def ? named(relation?.relname, def.ColumnDef) : [];
    });
  }
  return [];
}

/** Whether a column is JSONB. */
export function isJson({ typeName }: ColumnDef): boolean {
  return lastName(typeName?.names) === "jsonb";
}
