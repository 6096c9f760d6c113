const PAGE = 100;

/** The first `limit` items of a list that comes in pages. */
export async function firstOf<Item>(
  limit: number,
  page: (params: { limit: number; cursor?: string }) => Promise<{
    data: Item[];
    next_cursor: string | null;
  }>,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const some of pagesOf((cursor) =>
    page({ limit: Math.min(PAGE, limit - items.length), ...cursor }),
  )) {
    items.push(...some);
    if (items.length >= limit) break;
  }
  return items;
}

/** Every page of a list. */
export async function* pagesOf<Item>(
  page: (cursor: { cursor?: string }) => Promise<{ data: Item[]; next_cursor: string | null }>,
): AsyncGenerator<Item[]> {
  let cursor: string | undefined;
  do {
    const { data, next_cursor } = await page(cursor === undefined ? {} : { cursor });
    yield data;
    cursor = next_cursor ?? undefined;
  } while (cursor !== undefined);
}
