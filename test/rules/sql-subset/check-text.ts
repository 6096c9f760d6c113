import type { Node } from "libpg-query";
import { functionRules } from "./function-rules";
import { jsonColumnsOf } from "./json-columns";
import { parse, wordsOf } from "./parse";
import { type Context, oneOf, type Rule, rule } from "./rule";
import { expressionRules, statementRules } from "./statement-rules";
import { tableRules } from "./table-rules";
import { walk } from "./walk";

/** A rule that is broken, on which line of a text, from 0. */
export interface Broken {
  rule: Pick<Rule, "name" | "instead">;
  line: number;
}

const ONE_STATEMENT = {
  name: "one-statement-a-query",
  instead: "a query of its own for each: together they are one transaction on PostgreSQL only",
};
const READABLE = {
  name: "readable-sql",
  instead: "SQL that PostgreSQL's grammar knows, with its holes where a name or a value may stand",
};

const schemaRule: Rule = oneOf(
  "own-schema",
  "call the other service's action, or hear its events: a service's SQL names its own schema only",
  [
    rule(
      "",
      "",
      "RangeVar",
      ({ schemaname }, { schemas }) =>
        schemaname !== undefined && schemas?.includes(schemaname) === false,
    ),
    rule("", "", "DropStmt", ({ objects = [] }, { schemas }) =>
      objects.some((object) => {
        const names = "List" in object ? (object.List.items ?? []) : [];
        const [first] = names;
        const schema =
          names.length > 1 && first && "String" in first ? first.String.sval : undefined;
        return schema !== undefined && schemas?.includes(schema) === false;
      }),
    ),
  ],
);

export const textRules: readonly Rule[] = [
  ...statementRules,
  ...expressionRules,
  ...functionRules,
  ...tableRules,
  schemaRule,
];

/** The names of all rules about texts. */
export const textRuleNames = [...textRules, ONE_STATEMENT, READABLE].map(({ name }) => name);

/**
 * The rules that a text breaks. Of several `readings` (what its holes may stand for) the first that is
 * SQL counts; where none is, it is looked at by its words, unless it is a `whole` statement.
 */
export function checkText(
  readings: Iterable<string>,
  context: Context,
  { whole = false } = {},
): Broken[] {
  let first: string | undefined;
  for (const text of readings) {
    first ??= text;
    const parsed = parse(text, { whole });
    if (!parsed) continue;
    const broken: Broken[] = parsed.statements.flatMap((statement) =>
      checkStatement(statement, context).map(({ rule: found, offset }) => ({
        rule: found,
        line: parsed.lineAt(offset),
      })),
    );
    return parsed.statements.length > 1 ? [{ rule: ONE_STATEMENT, line: 0 }, ...broken] : broken;
  }
  const words = first === undefined || whole ? undefined : wordsOf(first);
  if (words === undefined) return [{ rule: READABLE, line: 0 }];
  return textRules
    .filter(({ words: pattern }) => pattern?.test(words))
    .map((found) => ({ rule: found, line: 0 }));
}

function checkStatement(statement: Node, context: Context): { rule: Rule; offset: number }[] {
  const jsonColumns = new Set([...context.jsonColumns, ...jsonColumnsOf(statement)]);
  const broken: { rule: Rule; offset: number }[] = [];
  walk(statement, (type, node, offset) => {
    for (const one of textRules) {
      if (one.breaks(type, node, { ...context, jsonColumns })) broken.push({ rule: one, offset });
    }
  });
  return broken;
}
