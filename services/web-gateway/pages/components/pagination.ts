import { type Html, html } from "../../../../shared/html";
import type { Texts } from "../texts";
import { buttonLink } from "./button";
import { icon } from "./icon";

/** Links to the next page and to the first: cursors lead forwards only. */
export function pagination(
  t: Texts,
  {
    path,
    query,
    next,
  }: { path: string; query: Readonly<Record<string, string>>; next: string | null },
): Html {
  const { cursor, ...filters } = query;
  if (cursor === undefined && next === null) return html``;
  const address = (more: Record<string, string>): string => {
    const search = new URLSearchParams({ ...filters, ...more }).toString();
    return search === "" ? path : `${path}?${search}`;
  };
  return html`<nav class="mt-4 flex gap-2" aria-label="${t("common.pages")}">
    ${
      cursor !== undefined &&
      buttonLink({
        label: t("common.first_page"),
        href: address({}),
        kind: "secondary",
        small: true,
      })
    }
    ${
      next !== null &&
      buttonLink({
        label: html`${t("common.next_page")}${icon("next", "small")}`,
        href: address({ cursor: next }),
        kind: "secondary",
        small: true,
      })
    }
  </nav>`;
}
