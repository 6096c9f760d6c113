import type { Exchange } from "../../http/exchange";
import type { Handle, Routes } from "../../http/router";
import { AppError } from "../../../../shared/errors";
import { guard, type Audience } from "./guard";
import { sendPage, type PageAnswer } from "./page-answer";
import type { PageState } from "./page-state";
import { pageOf, submitForm, type Form } from "./submit-form";
import { readForm } from "../../api/body";
import { requireStorable } from "../../api/storable";
import { beginVisit, type Visit } from "./visit";

/** A page that is looked at. */
export interface View {
  for: Audience;
  show(visit: Visit): PageAnswer | Promise<PageAnswer>;
}

/** Pages by path, and forms by method and path, e.g. `DELETE /users/log_out`. */
export interface Pages {
  views?: Readonly<Record<string, View>>;
  forms?: Readonly<Record<string, Form>>;
}

const CHANGING = ["POST", "PATCH", "DELETE"];

/**
 * Routes for pages. A form is sent by POST, with `_method` where it means another method; what a
 * browser would open again by its address leads to the page that the form is on.
 */
export function pageRoutes(state: PageState, { views = {}, forms = {} }: Pages): Routes {
  const routes: Record<string, Handle> = {};
  for (const [path, view] of Object.entries(views)) {
    routes[`GET ${path}`] = (exchange) => answer(state, exchange, view);
  }
  for (const path of new Set(Object.keys(forms).map((key) => key.replace(/^\w+ /, "")))) {
    const at = (method: string): Form | undefined => forms[`${method} ${path}`];
    routes[`POST ${path}`] = (exchange) => submit(state, exchange, at);
    for (const method of CHANGING.filter((each) => each !== "POST" && at(each))) {
      routes[`${method} ${path}`] = routes[`POST ${path}`] as Handle;
    }
    routes[`GET ${path}`] ??= (exchange) => leadToPage(state, exchange, at);
  }
  return routes;
}

async function answer(state: PageState, exchange: Exchange, view: View): Promise<void> {
  const visit = await beginVisit(state, exchange);
  sendPage(state, visit, guard(visit, view.for) ?? (await view.show(visit)));
}

async function submit(
  state: PageState,
  exchange: Exchange,
  at: (method: string) => Form | undefined,
): Promise<void> {
  const visit = await beginVisit(state, exchange);
  const { deps, request, response } = exchange;
  deps.checkOrigin(request, visit.credentials);
  const fields = await readForm(request, response);
  requireStorable(fields);
  const method = request.method === "POST" ? (fields._method ?? "POST") : (request.method ?? "");
  const form = at(method.toUpperCase());
  if (!form) throw new AppError("method_not_allowed");
  sendPage(state, visit, guard(visit, form.for) ?? (await submitForm(visit, form, fields)));
}

async function leadToPage(
  state: PageState,
  exchange: Exchange,
  at: (method: string) => Form | undefined,
): Promise<void> {
  const form = CHANGING.map(at).find((each) => each !== undefined);
  const visit = await beginVisit(state, exchange);
  sendPage(state, visit, { to: form ? pageOf(form, visit) : "/" });
}
