import { z } from "zod";
import { integer } from "./fields";

/** So far lists are counted and paged by number: a count or an offset beyond it would cost ever more. */
export const NUMBERED_ROWS = 10_000;

/** The params of a list that is read by page numbers, beside the filters and orders of its own. */
export function numberedPage<Own extends z.ZodRawShape>(own: Own) {
  return z
    .strictObject({
      page: integer(1).default(1),
      page_size: integer(1, 100).default(20),
      ...own,
    })
    .refine(isNumbered, {
      path: ["page"],
      message: `must lie within the first ${NUMBERED_ROWS} items`,
      params: { code: "page_too_deep" },
    });
}

function isNumbered(value: object): boolean {
  const { page, page_size } = value as { page: number; page_size: number };
  return (page - 1) * page_size < NUMBERED_ROWS;
}

/** One page of such a list; further than `total` leads `next_cursor`, through the list by cursors. */
export function numberedPageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    rows: z.array(item),
    page: z.number(),
    page_size: z.number(),
    /** Of all pages, counted up to `NUMBERED_ROWS`. */
    total: z.number(),
    total_pages: z.number(),
    /** Whether there are more than `total`. */
    more: z.boolean(),
    /** On the last page, when there are more. */
    next_cursor: z.string().nullable(),
  });
}
