import { type Node, parseSync, scanSync } from "libpg-query";

/** A text as the database would get it, read by PostgreSQL's own grammar. */
export interface Parsed {
  statements: Node[];
  /** The line of an offset into what was parsed, from 0. */
  lineAt(offset: number): number;
}

const PARTS =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|::|\\\?|\?\?|\?|:\w+:|:[a-z_]\w*/gi;

/** Knex's placeholders as PostgreSQL's; what stands in strings and comments is left alone. */
function withParameters(text: string): string {
  let count = 0;
  return text.replace(PARTS, (part) => {
    if (part === "\\?") return "?";
    if (part === "??" || /^:\w+:$/.test(part)) return "placeholder";
    if (part !== "?" && !/^:\w/.test(part)) return part;
    count += 1;
    return `$${count}`;
  });
}

/** How parts of statements are completed to be read; all on the same line, so that lines stay right. */
const CONTEXTS: [before: string, after: string][] = [
  ["", ""],
  ["select ", ""],
  ["select 1 from placeholder where ", ""],
];

/** Reads a statement, or the part of one that Knex is given; undefined when it is neither. */
export function parse(text: string, { whole = false } = {}): Parsed | undefined {
  const sql = withParameters(text);
  for (const [before, after] of whole ? CONTEXTS.slice(0, 1) : CONTEXTS) {
    const complete = Buffer.from(before + sql + after);
    try {
      const { stmts = [] } = parseSync(complete.toString());
      return {
        statements: stmts.flatMap(({ stmt }) => (stmt ? [stmt] : [])),
        lineAt: (offset) => complete.subarray(0, offset).toString().split("\n").length - 1,
      };
    } catch {
      // Then it is something else.
    }
  }
  return undefined;
}

/** The words and signs of a text in lower case, without its strings and comments; undefined when not even those can be told. */
export function wordsOf(text: string): string | undefined {
  try {
    const tokens = scanSync(withParameters(text)).tokens.map(({ text: token }) => token);
    return tokens
      .filter((token) => !/^('|--|\/\*|\$\w*\$)/.test(token))
      .join(" ")
      .toLowerCase();
  } catch {
    return undefined;
  }
}
