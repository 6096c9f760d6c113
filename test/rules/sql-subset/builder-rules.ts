import ts from "typescript";
import type { Finding } from "./finding";

type BuilderRule = Pick<Finding, "rule" | "instead">;

/** Methods of Knex's builders that make SQL for one engine only, or none that runs on both. */
const DENIED: Record<string, BuilderRule> = {
  ...deny("builder-one-engine", "plain DDL by `raw`: for this Knex makes CockroachDB's SQL only", [
    "dropUnique",
    "alter",
  ]),
  ...deny("builder-serial", "an id of shared/ids", [
    "increments",
    "bigIncrements",
    "smallIncrements",
  ]),
  ...deny("builder-enum", "text with a CHECK", ["enu", "enum"]),
  ...deny("builder-skip-locked", "name the rows in the statement that takes them", [
    "skipLocked",
    "noWait",
  ]),
  ...deny("builder-transaction", "`transaction` of shared/database", ["transactionProvider"]),
};

const STAR: BuilderRule = {
  rule: "builder-select-star",
  instead: "name the columns: a prepared `*` fails after ADD COLUMN on CockroachDB",
};
const ARBITER: BuilderRule = {
  rule: "builder-expression-as-arbiter",
  instead: "columns: CockroachDB takes no expression as arbiter",
};
const SCHEMA: BuilderRule = {
  rule: "builder-own-schema",
  instead: "call the other service's action, or hear its events",
};

export const builderRuleNames = [
  ...new Set([...Object.values(DENIED), STAR, ARBITER, SCHEMA].map(({ rule }) => rule)),
];

/** Of these Knex makes no column list of its own. */
const COLUMN_METHODS =
  /^(select|column|columns|count|countDistinct|max|min|sum|avg|pluck|returning)$/;

/** The rules about builders that a call breaks. */
export function checkCall(
  call: ts.CallExpression,
  { schemas }: { schemas: readonly string[] | undefined },
): BuilderRule[] {
  if (!ts.isPropertyAccessExpression(call.expression)) return [];
  const method = call.expression.name.text;
  const chain = methodsBefore(call.expression.expression);
  const isQuery = chain.includes("withSchema") || chain.includes("table") || chain.includes("from");
  const [first] = call.arguments;
  const found: BuilderRule[] = [];
  // Zod's schemas have an `enum` too.
  const ofZod =
    ts.isIdentifier(call.expression.expression) && call.expression.expression.text === "z";
  const denied = !ofZod && Object.hasOwn(DENIED, method) ? DENIED[method] : undefined;
  if (denied) found.push(denied);
  const named = chain.some((name) => COLUMN_METHODS.test(name));
  if (isQuery && ["select", "first", "returning"].includes(method)) {
    const all = call.arguments.length === 0 && !named;
    if (all || (first && ts.isStringLiteralLike(first) && first.text.endsWith("*")))
      found.push(STAR);
  }
  if (method === "onConflict" && first && ts.isCallExpression(first)) found.push(ARBITER);
  if (method === "withSchema" && first && ts.isStringLiteralLike(first)) {
    if (schemas?.includes(first.text) === false) found.push(SCHEMA);
  }
  return found;
}

function methodsBefore(node: ts.Expression): string[] {
  const methods: string[] = [];
  let rest: ts.Expression = node;
  for (;;) {
    if (ts.isCallExpression(rest)) rest = rest.expression;
    else if (ts.isPropertyAccessExpression(rest)) {
      methods.push(rest.name.text);
      rest = rest.expression;
    } else return methods;
  }
}

function deny(
  rule: string,
  instead: string,
  methods: readonly string[],
): Record<string, BuilderRule> {
  return Object.fromEntries(methods.map((method) => [method, { rule, instead }]));
}
