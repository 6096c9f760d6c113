import { AppError } from "../../../../shared/errors";
import { alert } from "../components/alert";
import { html, type Html } from "../../../../shared/html";
import { explain } from "../visits/typed";
import type { Visit } from "../visits/visit";

/** What was filled in of a form of filters; a field that is empty filters nothing. */
export function filledIn(query: Visit["query"], names: readonly string[]): Record<string, string> {
  const known = Object.entries(query).filter(
    ([name, value]) => value !== "" && names.includes(name),
  );
  return Object.fromEntries(known);
}

/** A time as a browser's field has it, taken as UTC, in the form that contracts take. */
export function toTime(text: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)
    ? `${text}${text.length === 16 ? ":00" : ""}Z`
    : text;
}

/** Lists what was found, or says what is wrong with the filters. */
export async function listOr(visit: Visit, lister: () => Promise<Html>): Promise<Html> {
  try {
    return await lister();
  } catch (thrown) {
    if (!(thrown instanceof AppError) || ![400, 422].includes(thrown.status)) throw thrown;
    const { notice, errors } = explain(visit.t, thrown);
    return alert("error", html`${Object.values(errors)[0] ?? notice}`);
  }
}
