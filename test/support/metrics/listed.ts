import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A line of the list of metrics. */
export interface Listed {
  name: string;
  /** Of labels that have few values, which they are. */
  values: Record<string, { named: string[]; mayBeOthers: boolean }>;
}

const LINE = /^\| `(jumar_\w+)` +\| ([^|]*)\| ([^|]*)\|$/gm;

/** The metrics that the guide lists. */
export function listedMetrics(): Listed[] {
  return readList(readFileSync(join(__dirname, "../../../docs/observability.md"), "utf8"));
}

/**
 * Reads the table: name, labels, words. A part of the words that begins with a label tells its values,
 * "outcome `sent`, `failed` (tried again)"; with "…" there are others.
 */
export function readList(text: string): Listed[] {
  return [...text.matchAll(LINE)].map(([, name = "", inTable = "", words = ""]) => {
    const labels = inTable.split(",").map((label) => label.trim());
    const parts = words.split(";").map((part) => part.trim());
    const values = labels.flatMap((label) => {
      const part = parts.find((one) => one.startsWith(`${label} \``));
      if (part === undefined) return [];
      const named = [...part.matchAll(/`([\w-]+)`/g)].map(([, value = ""]) => value);
      return [[label, { named, mayBeOthers: part.includes("…") }] as const];
    });
    return { name, values: Object.fromEntries(values) };
  });
}
