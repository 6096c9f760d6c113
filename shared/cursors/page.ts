/**
 * A page out of at most `limit + 1` rows; the one too many says that there is more, and `cursorOf`
 * the last row of the page leads there.
 */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  cursorOf: (row: Row) => string,
): { data: Item[]; next_cursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: shown.map(toItem),
    next_cursor: last !== undefined && rows.length > limit ? cursorOf(last) : null,
  };
}
