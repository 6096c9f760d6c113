import type { Node } from "libpg-query";
import { isJson } from "./json-columns";
import { lastName, oneOf, type Rule, rule } from "./rule";

/** Tables, indexes, types and what is done to them. */
export const tableRules: readonly Rule[] = [
  oneOf(
    "repeatable-ddl",
    "IF [NOT] EXISTS: a step that was interrupted runs again from its beginning",
    [
      rule("", "", "CreateStmt", ({ if_not_exists }) => !if_not_exists),
      rule("", "", "IndexStmt", ({ if_not_exists }) => !if_not_exists),
      rule("", "", "CreateSchemaStmt", ({ if_not_exists }) => !if_not_exists),
      rule("", "", "CreateSeqStmt", ({ if_not_exists }) => !if_not_exists),
      rule("", "", "CreateExtensionStmt", ({ if_not_exists }) => !if_not_exists),
      rule("", "", "DropStmt", ({ missing_ok }) => !missing_ok),
      rule("", "", "RenameStmt", () => true),
      rule(
        "",
        "",
        "AlterTableCmd",
        ({ subtype, missing_ok }) =>
          ["AT_AddColumn", "AT_DropColumn", "AT_DropConstraint"].includes(subtype ?? "") &&
          !missing_ok,
      ),
      rule("", "", "AlterTableCmd", ({ subtype }) => subtype === "AT_AddConstraint"),
    ],
  ),
  rule(
    "one-change-a-statement",
    "one change in each ALTER TABLE",
    "AlterTableStmt",
    ({ cmds = [] }) => cmds.length > 1,
  ),
  rule(
    "no-change-of-type",
    "a new column, filled, and the old one dropped a release later",
    "AlterTableCmd",
    ({ subtype }) => subtype === "AT_AlterColumnType",
  ),
  rule(
    "no-serial",
    "an id of shared/ids: on CockroachDB these exceed 2^53",
    "TypeName",
    ({ names }) => /^((small|big)?serial|serial[248])$/.test(lastName(names)),
    /\b((small|big)?serial|serial[248])\b/,
  ),
  rule(
    "no-identity",
    "an id of shared/ids",
    "Constraint",
    ({ contype }) => contype === "CONSTR_IDENTITY",
    /\bas identity\b/,
  ),
  rule(
    "no-plain-integer",
    "int4 or int8: `int` has 64 bits on CockroachDB",
    "TypeName",
    // The grammar puts its own names of types into pg_catalog; `int4` stays as it is written.
    ({ names }) => names?.length === 2 && ["int4", "int8", "int2"].includes(lastName(names)),
    /\b(int|integer|bigint|smallint)\b/,
  ),
  rule("no-type-of-one-engine", "text with a CHECK, numeric or jsonb", "TypeName", ({ names }) =>
    /^(xml|money|cidr|macaddr8?|hstore|citext|json|point|line|lseg|box|path|polygon|circle|pg_lsn|pg_snapshot|\w+range|timetz)$/.test(
      lastName(names),
    ),
  ),
  oneOf("no-own-types", "text with a CHECK", [
    rule("", "", "CreateEnumStmt", () => true),
    rule("", "", "AlterEnumStmt", () => true),
    rule("", "", "CreateDomainStmt", () => true),
    rule("", "", "CompositeTypeStmt", () => true),
    rule("", "", "CreateRangeStmt", () => true),
    rule("", "", "DefineStmt", () => true),
  ]),
  rule(
    "no-other-index-method",
    "a plain index, or GIN: `using hash` means something else on CockroachDB, and the others are not there",
    "IndexStmt",
    ({ accessMethod }) => !["btree", "gin"].includes(accessMethod ?? "btree"),
    /\busing (hash|gist|spgist|brin)\b/,
  ),
  rule(
    "no-concurrent-index",
    "`addIndex` of shared/database: interrupted, CONCURRENTLY leaves a broken one that IF NOT EXISTS takes for done",
    "IndexStmt",
    ({ concurrent }) => concurrent === true,
    /\bindex concurrently\b/,
  ),
  rule(
    "no-nulls-not-distinct",
    "a column that is not null",
    "IndexStmt",
    ({ nulls_not_distinct }) => nulls_not_distinct === true,
    /\bnulls not distinct\b/,
  ),
  oneOf("no-unique-json", "a column with what has to be unique: CockroachDB has no such key", [
    rule(
      "",
      "",
      "ColumnDef",
      (column) => isJson(column) && column.constraints?.some(isKey) === true,
    ),
    rule("", "", "CreateStmt", ({ relation, tableElts = [] }, { jsonColumns }) =>
      tableElts.some(
        (elt) =>
          "Constraint" in elt &&
          isKey(elt) &&
          elt.Constraint.keys?.some((key) =>
            jsonColumns.has(`${relation?.relname}.${lastName([key])}`),
          ),
      ),
    ),
    rule(
      "",
      "",
      "IndexStmt",
      ({ unique, relation, indexParams = [] }, { jsonColumns }) =>
        unique === true &&
        indexParams.some(
          (param) =>
            "IndexElem" in param &&
            (jsonColumns.has(`${relation?.relname}.${param.IndexElem.name ?? ""}`) ||
              isJsonStep(param.IndexElem.expr)),
        ),
    ),
  ]),
  oneOf("no-constraint-of-one-engine", "a unique index or a CHECK, which hold at once", [
    rule("", "", "Constraint", ({ contype }) => contype === "CONSTR_EXCLUSION"),
    rule(
      "",
      "",
      "Constraint",
      ({ deferrable, initdeferred }) => deferrable === true || initdeferred === true,
    ),
    rule("", "", "Constraint", ({ contype }) => /^CONSTR_ATTR_(NOT_)?DEFER/.test(contype ?? "")),
  ]),
  oneOf(
    "no-table-of-one-engine",
    "a plain table; partitions and the like are follow-ups for one engine",
    [
      rule(
        "",
        "",
        "CreateStmt",
        ({ inhRelations, partspec, tablespacename, ofTypename, accessMethod }) =>
          Boolean(inhRelations ?? partspec ?? tablespacename ?? ofTypename ?? accessMethod),
      ),
      rule("", "", "RangeVar", ({ relpersistence }) => ["u", "t"].includes(relpersistence ?? "p")),
      rule("", "", "CreateForeignTableStmt", () => true),
    ],
  ),
  oneOf("no-policies", "a condition in the query, or rights by GRANT", [
    rule("", "", "CreatePolicyStmt", () => true),
    rule("", "", "AlterTableCmd", ({ subtype }) => subtype === "AT_EnableRowSecurity"),
  ]),
  oneOf(
    "not-on-cockroachdb",
    "only behind `select version()`, as in services/search/migrations/0001-documents.ts",
    [
      rule("", "", "CreateExtensionStmt", (_, { engine }) => engine !== "postgresql"),
      rule("", "", "CollateClause", (_, { engine }) => engine !== "postgresql"),
      rule(
        "",
        "",
        "IndexStmt",
        ({ options }, { engine }) => engine !== "postgresql" && Boolean(options),
      ),
    ],
  ),
];

function isKey(constraint: Node): boolean {
  return (
    "Constraint" in constraint &&
    ["CONSTR_UNIQUE", "CONSTR_PRIMARY"].includes(constraint.Constraint.contype ?? "")
  );
}

function isJsonStep(expression: Node | undefined): boolean {
  return (
    expression !== undefined &&
    "A_Expr" in expression &&
    ["->", "#>"].includes(lastName(expression.A_Expr.name))
  );
}
