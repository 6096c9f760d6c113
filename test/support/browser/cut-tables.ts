import type { Page } from "playwright-core";

const CUT = `[...document.querySelectorAll("[role=region]:has(> table)")]
  .filter((region) => region.scrollWidth > region.clientWidth)
  .map((region) => region.getAttribute("aria-label"))`;

/** The captions of a page's tables that are wider than the place they have. */
export async function cutTables(page: Page): Promise<string[]> {
  return await page.evaluate(CUT);
}
