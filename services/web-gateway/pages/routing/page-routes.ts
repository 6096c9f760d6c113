import { AppError } from "../../../../shared/errors";
import { readForm } from "../../api/input/body";
import { requireStorable } from "../../api/input/storable";
import type { Exchange } from "../../http/exchange";
import type { Handle, Routes } from "../../http/router";
import type { Form } from "../forms/form";
import { pageOf, submitForm } from "../forms/submit-form";
import type { PageDeps } from "../visits/deps";
import { type Audience, guard } from "../visits/guard";
import { type PageAnswer, sendPage } from "../visits/page-answer";
import { beginVisit, type Visit } from "../visits/visit";

/** A page. */
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
 * Routes for pages. A form is sent by POST, with `_method` for another method. A GET of a form's path,
 * such as a reload, redirects to the page that the form is on.
 */
export function pageRoutes(deps: PageDeps, { views = {}, forms = {} }: Pages): Routes {
  const routes: Record<string, Handle> = {};
  for (const [path, view] of Object.entries(views)) {
    routes[`GET ${path}`] = (exchange) => answer(deps, exchange, view);
  }
  for (const path of new Set(Object.keys(forms).map((key) => key.replace(/^\w+ /, "")))) {
    const at = (method: string): Form | undefined => forms[`${method} ${path}`];
    routes[`POST ${path}`] = (exchange) => submit(deps, exchange, at);
    for (const method of CHANGING.filter((each) => each !== "POST" && at(each))) {
      routes[`${method} ${path}`] = routes[`POST ${path}`] as Handle;
    }
    routes[`GET ${path}`] ??= (exchange) => leadToPage(deps, exchange, at);
  }
  return routes;
}

async function answer(deps: PageDeps, exchange: Exchange, view: View): Promise<void> {
  const visit = await beginVisit(deps, exchange);
  sendPage(visit, guard(visit, view.for) ?? (await view.show(visit)));
}

async function submit(
  deps: PageDeps,
  exchange: Exchange,
  at: (method: string) => Form | undefined,
): Promise<void> {
  const visit = await beginVisit(deps, exchange);
  const { request, response } = exchange;
  deps.checkOrigin(request, visit.credentials);
  const fields = await readForm(request, response);
  requireStorable(fields);
  const method = request.method === "POST" ? (fields._method ?? "POST") : (request.method ?? "");
  const form = at(method.toUpperCase());
  if (!form) throw new AppError("method_not_allowed");
  sendPage(visit, await submitForm(visit, form, fields));
}

async function leadToPage(
  deps: PageDeps,
  exchange: Exchange,
  at: (method: string) => Form | undefined,
): Promise<void> {
  const form = CHANGING.map(at).find((each) => each !== undefined);
  const visit = await beginVisit(deps, exchange);
  sendPage(visit, { to: form ? pageOf(form, visit) : "/" });
}
