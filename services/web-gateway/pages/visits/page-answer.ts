import { send, sendJson } from "../../http/answer";
import type { Html } from "../../../../shared/html";
import { hasMailbox } from "../development/has-mailbox";
import { headersOfLetter } from "../development/letter-headers";
import { layout } from "../layout/layout";
import type { Page } from "../layout/page";
import type { Flash } from "./flash";
import type { PageState } from "./page-state";
import type { Visit } from "./visit";

/** What a page's function answers with: a page, part of one, data, somebody's HTML mail, or where to go instead. */
export type PageAnswer =
  | { page: Page; status?: number; headers?: Record<string, string> }
  | { fragment: Html }
  | { json: unknown }
  | { letter: string }
  | { to: string; flash?: Flash };

const HTML = "text/html; charset=utf-8";

/** Sends an answer, with the cookies that the visit asks for. Nothing of it is stored anywhere. */
export function sendPage(state: PageState, visit: Visit, answer: PageAnswer): void {
  const { exchange, cookies } = visit;
  if ("to" in answer) {
    if (answer.flash) cookies.push(state.flash.issue(answer.flash));
    send(exchange, { status: 303, headers: { location: answer.to }, cookies });
  } else if ("fragment" in answer) {
    send(exchange, { status: 200, body: { type: HTML, text: answer.fragment.text }, cookies });
  } else if ("json" in answer) {
    sendJson(exchange, 200, answer.json, { vary: "Accept" });
  } else if ("letter" in answer) {
    const body = { type: HTML, text: answer.letter };
    send(exchange, { status: 200, body, securityHeaders: headersOfLetter(visit.deps) });
  } else {
    const { page, status = 200, headers = {} } = answer;
    const text = layout(frameOf(visit), page);
    send(exchange, { status, headers, body: { type: HTML, text }, cookies });
  }
}

function frameOf(visit: Visit) {
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
  };
}
