import type { Node } from "libpg-query";

export type NodeType = Node extends infer N ? (N extends unknown ? keyof N : never) : never;
export type NodeOf<K extends NodeType> = Extract<Node, Record<K, unknown>>[K];

/** What a rule has to know besides the node it looks at. */
export interface Context {
  /** Which engine a statement is for; undefined where the text runs on both. */
  engine?: "postgresql" | "cockroachdb" | undefined;
  /** The schemas that may be named; any when absent. */
  schemas?: readonly string[] | undefined;
  /** The columns that are known to be JSONB, as `table.column`. */
  jsonColumns: ReadonlySet<string>;
}

/** Something PostgreSQL ≥ 15 and CockroachDB ≥ 24.3 do not both do alike, and what to write instead. */
export interface Rule {
  name: string;
  instead: string;
  /** Whether a node of a statement breaks it. */
  breaks(type: string, node: unknown, context: Context): boolean;
  /** The same by words, for a text that cannot be parsed: its tokens in lower case, one space apart. */
  words?: RegExp;
}

/** A rule about nodes of one type of PostgreSQL's grammar. */
export function rule<K extends NodeType>(
  name: string,
  instead: string,
  on: K,
  when: (node: NodeOf<K>, context: Context) => boolean,
  words?: RegExp,
): Rule {
  return {
    name,
    instead,
    breaks: (type, node, context) => type === on && when(node as NodeOf<K>, context),
    ...(words ? { words } : {}),
  };
}

/** Several that are told in the same words. */
export function oneOf(
  name: string,
  instead: string,
  rules: readonly Omit<Rule, "name" | "instead">[],
): Rule {
  return {
    name,
    instead,
    breaks: (type, node, context) => rules.some(({ breaks }) => breaks(type, node, context)),
  };
}

/** The name of a function, a type or an operator without its schema. */
export function lastName(names: readonly Node[] | undefined): string {
  const last = names?.at(-1);
  return last && "String" in last ? (last.String.sval ?? "") : "";
}
