import { showEach, type ShownList } from "./show-each";

/**
 * A page out of at most `limit + 1` rows; the one too many says that there is more, and `cursorOf`
 * the last row of the page leads there. In a list that is for people (`shown`), a row that cannot be
 * shown is left out; elsewhere `toItem` may fail.
 */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  cursorOf: (row: Row) => string,
  shown?: ShownList,
): { data: Item[]; next_cursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    data: shown ? showEach(shown, page, toItem) : page.map(toItem),
    next_cursor: last !== undefined && rows.length > limit ? cursorOf(last) : null,
  };
}
