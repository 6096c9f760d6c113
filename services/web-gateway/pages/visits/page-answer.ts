import type { Html } from "../../../../shared/html";
import { send, sendJson } from "../../http/answer";
import type { Flash } from "../components/flash";
import { hasMailbox } from "../layout/has-mailbox";
import { layout } from "../layout/layout";
import type { Frame, Page } from "../layout/page";
import type { Visit } from "./visit";

/** The way to another page, where a message may be shown. */
export interface Redirect {
  to: string;
  flash?: Flash;
}

/** The answer of a page: a page, a part of one, JSON, HTML that is not ours, or a redirect. */
export type PageAnswer =
  | { page: Page; status?: number; headers?: Record<string, string> }
  | { fragment: Html }
  | { json: unknown }
  | { foreign: string; securityHeaders: readonly string[] }
  | Redirect;

const HTML = "text/html; charset=utf-8";

/** Sends an answer with the cookies of the visit. */
export function sendPage(visit: Visit, answer: PageAnswer): void {
  const { exchange, deps, cookies } = visit;
  if ("to" in answer) {
    if (answer.flash) cookies.push(deps.flash.issue(answer.flash));
    send(exchange, { status: 303, headers: { location: answer.to }, cookies });
  } else if ("fragment" in answer) {
    send(exchange, { status: 200, body: { type: HTML, text: answer.fragment.text }, cookies });
  } else if ("json" in answer) {
    sendJson(exchange, 200, answer.json, { vary: "Accept" });
  } else if ("foreign" in answer) {
    const { foreign: text, securityHeaders } = answer;
    send(exchange, { status: 200, body: { type: HTML, text }, securityHeaders });
  } else {
    const { page, status = 200, headers = {} } = answer;
    const text = layout(frameOf(visit), page);
    send(exchange, { status, headers, body: { type: HTML, text }, cookies });
  }
}

/** What the layout needs to know of a visit; its message is taken by that. */
export function frameOf(visit: Visit): Frame {
  const { t, language, live, exchange, deps } = visit;
  const { method, path, search } = { method: exchange.request.method, ...exchange };
  return {
    t,
    language,
    user: live?.user,
    flash: visit.takeFlash(),
    here: method === "GET" && search !== "" ? `${path}?${search}` : path,
    formToken: visit.formToken(),
    mailbox: hasMailbox(deps),
    brand: deps.config.brand,
  };
}
