import Negotiator from "negotiator";
import type { AppError } from "../../../shared/errors";
import { send } from "../http/answer";
import type { Exchange } from "../http/exchange";
import { noteProblem, retryAfterOf, sendProblem } from "../http/problem";
import { errorPage } from "./error-page";
import { hasMailbox } from "./layout/has-mailbox";
import { layout } from "./layout/layout";
import { languageOf } from "./state/language";
import { texts } from "./texts";

/**
 * Answers with an error: a browser gets a page that says what is wrong and where to go, a program gets a
 * problem.
 */
export function refuse(
  exchange: Exchange,
  thrown: unknown,
  headers: Record<string, string> = {},
): void {
  if (!isLookingAtPages(exchange)) {
    sendProblem(exchange, thrown, headers);
    return;
  }
  const error = noteProblem(exchange, thrown);
  send(exchange, {
    status: error.status,
    headers: { ...retryAfterOf(error), ...headers, vary: "Accept" },
    body: { type: "text/html; charset=utf-8", text: pageFor(exchange, error) },
  });
}

/** The page needs no service: the error may be that one is down. */
function pageFor(exchange: Exchange, error: AppError): string {
  const language = languageOf(exchange);
  const t = texts[language];
  const frame = { t, language, here: exchange.path, mailbox: hasMailbox(exchange.deps) };
  return layout(frame, errorPage(t, error, exchange.requestId));
}

function isLookingAtPages({ path, request }: Exchange): boolean {
  if (path.startsWith("/api/")) return false;
  const { accept } = request.headers;
  if (accept === undefined || !/text\/html/i.test(accept)) return false;
  const negotiator = new Negotiator(request);
  return negotiator.mediaType(["text/html", "application/json"]) === "text/html";
}
