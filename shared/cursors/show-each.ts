import { type Logger, report } from "../observability";

/** Of which list a row is, and where it is said that one is left out. */
export interface ShownList {
  log: Logger;
  list: string;
}

const said = new Set<string>();
const MOST_SAID = 1_000;

/**
 * What is shown of a list's rows. A row for which `toItem` throws would hide all others on its page; it is
 * left out and reported, once in a process.
 */
export function showEach<Row, Item>(
  { log, list }: ShownList,
  rows: readonly Row[],
  toItem: (row: Row) => Item,
): Item[] {
  return rows.flatMap((row) => {
    try {
      return [toItem(row)];
    } catch (error) {
      const id = String((row as { id?: unknown }).id);
      if (said.size >= MOST_SAID) said.clear();
      if (!said.has(`${list} ${id}`)) {
        const message = "a row that cannot be shown was left out of a list";
        report(log, error, { name: list, external_id: id, message });
      }
      said.add(`${list} ${id}`);
      return [];
    }
  });
}
