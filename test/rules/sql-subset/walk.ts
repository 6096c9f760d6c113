import type { Node } from "libpg-query";

/** Fields whose values are nodes without their type's name around them. */
const BARE: Record<string, string> = {
  relation: "RangeVar",
  sequence: "RangeVar",
  rel: "RangeVar",
  typeName: "TypeName",
  onConflictClause: "OnConflictClause",
  infer: "InferClause",
  withClause: "WithClause",
  into: "IntoClause",
  partspec: "PartitionSpec",
};

type Visit = (type: string, node: object, location: number) => void;

/** Visits every node of a statement with where it begins, or what is around it does. */
export function walk(statement: Node, visit: Visit): void {
  into(statement, 0, visit);
}

function into(value: unknown, around: number, visit: Visit): void {
  if (Array.isArray(value)) {
    for (const item of value) into(item, around, visit);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value as Record<string, unknown>)) {
    if (typeof child !== "object" || child === null) continue;
    const type = /^[A-Z]/.test(key) ? key : BARE[key];
    const location = placeOf(child) ?? around;
    if (type !== undefined && !Array.isArray(child)) visit(type, child, location);
    into(child, location, visit);
  }
}

function placeOf(node: object): number | undefined {
  const { location } = node as { location?: number };
  return location === undefined || location < 0 ? undefined : location;
}
