/** Why a text is not accepted as JSON. */
export type JsonFault = "invalid" | "too_deep" | "too_many_keys" | "duplicate_key";

export interface JsonLimits {
  /** How deep objects and arrays may be nested. */
  depth: number;
  /** How many keys all objects may have in total. */
  keys: number;
}

const SPACE = /[ \t\n\r]*/y;
const STRING = /"[^"\\\0-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\0-\x1f]*)*"/y;
const SCALAR = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y;

/** What may come next. */
type Expected = "value" | "first value" | "key" | "first key" | "separator";

/**
 * Checks a text against the grammar of RFC 8259 in one pass, without recursion. Unlike JSON.parse it
 * finds duplicate keys and stops at the limits. Returns undefined when the text is JSON within them.
 */
export function scanJson(text: string, limits: JsonLimits): JsonFault | undefined {
  /** The open containers: the keys of an object, null for an array. */
  const open: (Set<string> | null)[] = [];
  let expected: Expected = "value";
  let keys = 0;
  let at = 0;

  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const enter = (container: Set<string> | null): Expected => {
    open.push(container);
    at += 1;
    return container ? "first key" : "first value";
  };

  for (;;) {
    take(SPACE);
    const inside = open.at(-1);
    const next = text[at];
    if (next === undefined)
      return expected === "separator" && open.length === 0 ? undefined : "invalid";

    if (closes(next, expected, inside)) {
      open.pop();
      at += 1;
      expected = "separator";
    } else if (expected === "separator") {
      if (inside === undefined || next !== ",") return "invalid";
      at += 1;
      expected = inside ? "key" : "value";
    } else if (expected === "key" || expected === "first key") {
      const key = take(STRING);
      take(SPACE);
      if (key === undefined || text[at] !== ":") return "invalid";
      at += 1;
      if ((keys += 1) > limits.keys) return "too_many_keys";
      const name = key.includes("\\") ? (JSON.parse(key) as string) : key.slice(1, -1);
      if (inside?.has(name)) return "duplicate_key";
      inside?.add(name);
      expected = "value";
    } else if (next === "{" || next === "[") {
      if (open.length === limits.depth) return "too_deep";
      expected = enter(next === "{" ? new Set() : null);
    } else {
      if (take(next === '"' ? STRING : SCALAR) === undefined) return "invalid";
      expected = "separator";
    }
  }
}

/** Whether a character closes the innermost container; it may do so after a value or while the container is empty. */
function closes(next: string, expected: Expected, inside: Set<string> | null | undefined): boolean {
  if (inside === undefined) return false;
  if (inside === null)
    return next === "]" && (expected === "separator" || expected === "first value");
  return next === "}" && (expected === "separator" || expected === "first key");
}
