import { AppError, type FieldError } from "../../../../shared/errors";
import { type Html, html } from "../../../../shared/html";
import { presentValue } from "../../api/input/query";
import { recover } from "../../api/recover";
import { alert } from "../components/alert";
import { type Field, field } from "../components/forms/field";
import { filters } from "../components/forms/filters";
import { explain, firstWrong, keep, type Typed } from "../forms/typed";
import type { Texts } from "../texts";
import type { Visit } from "../visits/visit";
import { isLocalTime } from "./local-time";

export type Filter = Pick<Field, "name" | "label" | "type" | "choices">;

export interface FilteredList {
  path: string;
  fields: readonly Filter[];
  /** What is found. Throws AppErrors. */
  list(): Promise<Html>;
}

/**
 * The filters that are filled in; an empty one filters nothing. Throws `validation_failed` at each that is
 * given more than once.
 */
export function filledIn(query: Visit["query"], names: readonly string[]): Record<string, string> {
  const values = new Map<string, string>();
  const errors: FieldError[] = [];
  for (const name of names) {
    try {
      const value = query(name);
      if (value) values.set(name, value);
    } catch (error) {
      if (!(error instanceof AppError && error.errors)) throw error;
      errors.push(...error.errors);
    }
  }
  if (errors.length > 0) throw new AppError("validation_failed", { errors });
  return Object.fromEntries(values);
}

/**
 * A form of filters and the list that they find, with the status of the page. An invalid filter is marked,
 * and nothing is listed.
 */
export async function filteredList(
  visit: Visit,
  { path, fields, list }: FilteredList,
): Promise<{ status: number; body: Html }> {
  const { t } = visit;
  const names = fields.map(({ name }) => name);
  const { status, typed, found } = await look(visit, names, list);
  const first = firstWrong(names, typed);
  const shown = fields.map((each) => filterField(t, each, typed, first === each.name));
  const body = html`${filters(path, html`${shown}`, t("common.search"))}
  ${found ?? whyNothing(t, names, typed)}`;
  return { status, body };
}

interface Looked {
  status: number;
  typed: Typed;
  found?: Html;
}

async function look(
  visit: Visit,
  names: readonly string[],
  list: FilteredList["list"],
): Promise<Looked> {
  const values = Object.fromEntries(
    names.flatMap((name) => {
      const value = presentValue(visit.exchange.search, name);
      return value ? [[name, value]] : [];
    }),
  );
  return await recover<Looked>(
    async () => ({ status: 200, typed: keep(values, {}), found: await list() }),
    ({ status }) => [400, 422].includes(status),
    (error) => ({ status: error.status, typed: keep(values, explain(visit, error)) }),
  );
}

function filterField(t: Texts, filter: Filter, { values, errors }: Typed, focused: boolean): Html {
  const value = values[filter.name];
  const error = errors[filter.name];
  // A browser shows an empty time field for a value that it cannot parse.
  const isUnreadable = value && (error !== undefined || !isLocalTime(value));
  const type = filter.type === "datetime-local" && isUnreadable ? "text" : filter.type;
  return field(t, { ...filter, type, value, error, free: error === undefined, focused });
}

/** Takes the place of the list; an alert shows errors that belong to no field. */
function whyNothing(t: Texts, names: readonly string[], { notice, errors }: Typed): Html {
  const wrong = Object.keys(errors);
  const marked = wrong.filter((name) => names.includes(name));
  const [elsewhere] = wrong.filter((name) => !names.includes(name));
  if (marked.length === 0 && elsewhere === undefined) return alert("error", notice ?? "");
  return html`${elsewhere !== undefined && alert("error", errors[elsewhere] ?? "")}
  ${marked.length > 0 && html`<p class="py-4 text-soft">${t("admin.nothing_listed")}</p>`}`;
}
