import type { Node } from "libpg-query";
import { lastName, oneOf, type Rule, rule } from "./rule";
import { walk } from "./walk";

const HERE = "CockroachDB does not have it";

/** Whole statements and clauses. */
export const statementRules: readonly Rule[] = [
  oneOf(
    "no-listen",
    "look again after an interval and be nudged in the process (shared/background)",
    [
      rule("", "", "ListenStmt", () => true),
      rule("", "", "NotifyStmt", () => true),
      rule("", "", "UnlistenStmt", () => true),
    ],
  ),
  oneOf(
    "no-code-in-the-database",
    `${HERE} on all its versions: put the rule where the change is made`,
    [
      rule("", "", "DoStmt", () => true),
      rule("", "", "CallStmt", () => true),
      rule("", "", "CreateFunctionStmt", () => true),
      rule("", "", "CreateTrigStmt", () => true),
      rule("", "", "CreateEventTrigStmt", () => true),
      rule("", "", "RuleStmt", () => true),
    ],
  ),
  oneOf("no-upkeep", "leave it to the database, and take turns with `withLease`", [
    rule("", "", "LockStmt", () => true),
    rule("", "", "VacuumStmt", () => true),
    rule("", "", "ClusterStmt", () => true),
    rule("", "", "ReindexStmt", () => true),
    rule("", "", "CopyStmt", () => true),
  ]),
  rule("no-merge", "insert … on conflict … do update", "MergeStmt", () => true, /\bmerge into\b/),
  rule(
    "no-transaction-by-hand",
    "`transaction` of shared/database, which also runs again what lost",
    "TransactionStmt",
    () => true,
  ),
  rule(
    "no-unknown-setting",
    "only settings that both know; those of connections are in shared/database/connection.ts",
    "VariableSetStmt",
    ({ name }) => !SETTINGS.has(name ?? ""),
  ),
  rule(
    "no-skip-locked",
    "name the rows that are taken in the statement that takes them (see shared/events/inbox/claim.ts)",
    "LockingClause",
    ({ waitPolicy }) => waitPolicy !== "LockWaitBlock",
    /\b(skip locked|nowait)\b/,
  ),
  rule(
    "no-expression-as-arbiter",
    "store the expression in a column of its own with a unique index",
    "InferClause",
    ({ indexElems = [] }) => indexElems.some((elem) => "IndexElem" in elem && elem.IndexElem.expr),
  ),
  rule(
    "no-grouping-sets",
    "several statements, or `union all`",
    "GroupingSet",
    () => true,
    /\b(rollup|cube|grouping sets)\b/,
  ),
  rule("no-sample", "a condition on a column", "RangeTableSample", () => true, /\btablesample\b/),
  rule("no-json-table", "jsonb_array_elements", "JsonTable", () => true, /\bjson_table\b/),
  rule(
    "no-with-ties",
    "`limit`, and a second look for the rest",
    "SelectStmt",
    ({ limitOption }) => limitOption === "LIMIT_OPTION_WITH_TIES",
    /\bwith ties\b/,
  ),
  oneOf(
    "one-change-of-a-table",
    "one change of a table in a statement; two lose rows on CockroachDB",
    [
      ...(["SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt"] as const).map((type) =>
        rule("", "", type, (node) => changesOneTwice({ [type]: node } as unknown as Node)),
      ),
    ],
  ),
];

const SETTINGS = new Set([
  "role",
  "pg_trgm.similarity_threshold",
  "statement_timeout",
  "search_path",
]);

function changesOneTwice(statement: Node): boolean {
  const [fields] = Object.values(statement) as object[];
  if (!fields || !("withClause" in fields)) return false;
  const changed: string[] = [];
  const note = (type: string, node: object): void => {
    if (!["InsertStmt", "UpdateStmt", "DeleteStmt"].includes(type)) return;
    const { relation } = node as { relation?: { schemaname?: string; relname?: string } };
    changed.push(`${relation?.schemaname}.${relation?.relname}`);
  };
  walk(statement, note);
  return new Set(changed).size < changed.length;
}

/** Expressions and what is selected. */
export const expressionRules: readonly Rule[] = [
  rule(
    "no-select-star",
    "name the columns: a prepared `*` fails after ADD COLUMN on CockroachDB",
    "ResTarget",
    ({ val }) => val !== undefined && "ColumnRef" in val && isStar(val.ColumnRef.fields),
    /\b(select|returning|,) (\w+ \. )?\*/,
  ),
  rule(
    "no-like-escape",
    "escape with backslashes, the default: with ESCAPE CockroachDB uses no index",
    "FuncCall",
    ({ funcname }) => lastName(funcname).endsWith("like_escape"),
    /\blike \S+ escape\b/,
  ),
  rule(
    "no-division-of-integers",
    "cast a side to float8 or numeric: CockroachDB does not round integers down",
    "A_Expr",
    ({ name, lexpr, rexpr }) => lastName(name) === "/" && !isExact(lexpr) && !isExact(rexpr),
  ),
  rule(
    "no-parameter-times-interval",
    "cast(? as float8) * interval '1 second': CockroachDB takes a bare parameter for an interval",
    "A_Expr",
    ({ name, lexpr, rexpr }) =>
      lastName(name) === "*" &&
      ((isParameter(lexpr) && isInterval(rexpr)) || (isInterval(lexpr) && isParameter(rexpr))),
    /\$\d+ \* interval\b/,
  ),
  rule(
    "no-jsonpath",
    "-> and ->>: jsonpath is not on all versions of CockroachDB",
    "A_Expr",
    ({ name }) => ["@?", "@@"].includes(lastName(name)),
  ),
  rule(
    "no-system-columns",
    "a column of the table's own",
    "ColumnRef",
    ({ fields }) => /^(ctid|x(min|max)|c(min|max)|tableoid)$/.test(lastName(fields)),
    /\b(ctid|xmin|xmax|tableoid)\b/,
  ),
];

function isStar(fields: readonly Node[] | undefined): boolean {
  return fields?.some((field) => "A_Star" in field) ?? false;
}

function isParameter(side: Node | undefined): boolean {
  return side !== undefined && "ParamRef" in side;
}

function isInterval(side: Node | undefined): boolean {
  return (
    side !== undefined &&
    "TypeCast" in side &&
    lastName(side.TypeCast.typeName?.names) === "interval"
  );
}

/** Whether a side of a division says itself that it is no integer. */
function isExact(side: Node | undefined): boolean {
  if (!side) return false;
  if ("A_Const" in side) return side.A_Const.fval !== undefined;
  if ("FuncCall" in side)
    return side.FuncCall.funcname !== undefined && lastName(side.FuncCall.funcname) === "extract";
  if (!("TypeCast" in side)) return false;
  return ["float8", "float4", "numeric", "interval"].includes(
    lastName(side.TypeCast.typeName?.names),
  );
}
