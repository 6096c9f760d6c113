import { AppError } from "../../../../shared/errors";
import { alert } from "../components/alert";
import { field, type Field } from "../components/field";
import { filters } from "../components/filters";
import { html, type Html } from "../../../../shared/html";
import type { Texts } from "../texts";
import { explain, firstWrong, keep, type Typed } from "../visits/typed";
import type { Visit } from "../visits/visit";
import { isLocalTime } from "./local-time";

export type Filter = Pick<Field, "name" | "label" | "type" | "choices">;

export interface FilteredList {
  path: string;
  fields: readonly Filter[];
  /** What is found. Throws AppErrors. */
  list(): Promise<Html>;
}

/** What was filled in of a form of filters; a field that is empty filters nothing. */
export function filledIn(query: Visit["query"], names: readonly string[]): Record<string, string> {
  const known = Object.entries(query).filter(
    ([name, value]) => value !== "" && names.includes(name),
  );
  return Object.fromEntries(known);
}

/**
 * A form of filters and what it finds, with the status of the page; what is wrong with a filter is
 * said beside it, and nothing is listed.
 */
export async function filteredList(
  visit: Visit,
  { path, fields, list }: FilteredList,
): Promise<{ status: number; body: Html }> {
  const { t } = visit;
  const names = fields.map(({ name }) => name);
  const { status, typed, found } = await look(visit, list);
  const first = firstWrong(names, typed);
  const shown = fields.map((each) => filterField(t, each, typed, first === each.name));
  const body = html`${filters(path, html`${shown}`, t("common.search"))}
  ${found ?? whyNothing(t, names, typed)}`;
  return { status, body };
}

async function look(
  { t, query }: Visit,
  list: FilteredList["list"],
): Promise<{ status: number; typed: Typed; found?: Html }> {
  try {
    return { status: 200, typed: keep(query, {}), found: await list() };
  } catch (thrown) {
    if (!(thrown instanceof AppError) || ![400, 422].includes(thrown.status)) throw thrown;
    return { status: thrown.status, typed: keep(query, explain(t, thrown)) };
  }
}

function filterField(t: Texts, filter: Filter, { values, errors }: Typed, focused: boolean): Html {
  const value = values[filter.name];
  const error = errors[filter.name];
  // A browser shows an empty field for times when it cannot read what is in it.
  const isUnreadable = value && (error !== undefined || !isLocalTime(value));
  const type = filter.type === "datetime-local" && isUnreadable ? "text" : filter.type;
  return field(t, { ...filter, type, value, error, free: error === undefined, focused });
}

/** Stands in the place of the list; an alert tells of what belongs to no field. */
function whyNothing(t: Texts, names: readonly string[], { notice, errors }: Typed): Html {
  const wrong = Object.keys(errors);
  const marked = wrong.filter((name) => names.includes(name));
  const [elsewhere] = wrong.filter((name) => !names.includes(name));
  if (marked.length === 0 && elsewhere === undefined) return alert("error", notice ?? "");
  return html`${elsewhere !== undefined && alert("error", errors[elsewhere] ?? "")}
  ${marked.length > 0 && html`<p class="py-4 text-soft">${t("admin.nothing_listed")}</p>`}`;
}
