import { type Html, html } from "../../../../shared/html";
import type { Texts } from "../texts";
import { button, buttonClass } from "./button";
import { icon } from "./icon";

export interface NumberedPages {
  path: string;
  /** The filters that every page keeps; `page` and `cursor` of the present one may be among them. */
  query: Readonly<Record<string, string>>;
  page: number;
  pages: number;
  /** Whether the list goes on behind the pages that have numbers. */
  more: boolean;
  /** Leads there from the last of them. */
  next: string | null;
}

/** The current page of a list, and links to all others. Its buttons keep their places. */
export function numberedPagination(t: Texts, list: NumberedPages): Html {
  const { path, query, pages, more, next } = list;
  const { cursor: _cursor, page: _page, ...filters } = query;
  if (pages < 2 && list.page === 1 && !more) return html``;
  const address = (to: Record<string, string>): string => {
    const search = new URLSearchParams({ ...filters, ...to }).toString();
    return search === "" ? path : `${path}?${search}`;
  };
  const numbered = (page: number): string => address(page === 1 ? {} : { page: String(page) });
  const beyond = list.page > pages;
  const before = beyond ? pages : list.page - 1;
  const behind = list.page < pages ? numbered(list.page + 1) : next && address({ cursor: next });
  const state = beyond
    ? t("common.pages_in_all", { count: pages })
    : t(more ? "common.page_of_more" : "common.page_of", { page: list.page, pages });
  return html`<nav
    class="mt-4 flex flex-wrap items-center gap-x-6 gap-y-3"
    aria-label="${t("common.pages")}"
  >
    <div class="flex flex-wrap items-center gap-2">
      ${step({ label: t("common.first_page"), href: list.page > 1 && numbered(1) })}
      ${step({ label: t("common.previous_page"), href: before > 0 && numbered(before), sign: "back" })}
      <p class="px-2 text-sm tabular-nums max-sm:order-first max-sm:w-full max-sm:px-0">${state}</p>
      ${step({ label: t("common.next_page"), href: behind ?? false, sign: "next" })}
      ${step({ label: t("common.last_page"), href: list.page !== pages && numbered(pages) })}
    </div>
    ${pages > 2 && jump(t, { path, filters, pages })}
  </nav>`;
}

/** A disabled link keeps its place, so that the others do not move under one's finger. */
function step({
  label,
  href,
  sign,
}: {
  label: string;
  href: string | false;
  sign?: "back" | "next";
}): Html {
  const words =
    sign === undefined
      ? html`${label}`
      : html`<span class="sr-only">${label}</span>${icon(sign, "small")}`;
  if (href === false)
    return html`<a
      class="${buttonClass("secondary", true)} pointer-events-none opacity-40"
      role="link"
      aria-disabled="true"
      >${words}</a
    >`;
  return html`<a class="${buttonClass("secondary", true)}" href="${href}">${words}</a>`;
}

/** A GET form: the number goes into the query, with the filters. */
function jump(
  t: Texts,
  { path, filters, pages }: { path: string; filters: Record<string, string>; pages: number },
): Html {
  return html`<form class="flex items-center gap-2 text-sm" action="${path}">
    ${Object.entries(filters).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
    )}
    <label for="page">${t("common.go_to_page")}</label>
    <input
      class="min-h-9 w-20 rounded-lg border border-edge bg-card px-2 py-1 text-ink tabular-nums"
      id="page"
      name="page"
      type="number"
      min="1"
      max="${pages}"
      required
    />
    ${button({ label: t("common.go"), kind: "secondary", small: true })}
  </form>`;
}
