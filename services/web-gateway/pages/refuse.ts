import Negotiator from "negotiator";
import type { AppError } from "../../../shared/errors";
import { send } from "../http/answer";
import type { Exchange } from "../http/exchange";
import { noteProblem, type Refuse, retryAfterOf, sendProblem } from "../http/problem";
import { errorPage } from "./error-page";
import { hasMailbox } from "./layout/has-mailbox";
import { layout } from "./layout/layout";
import type { Frame } from "./layout/page";
import { languageOf } from "./state/language";
import { texts } from "./texts";
import type { PageDeps } from "./visits/deps";
import { frameOf } from "./visits/page-answer";
import { beginVisit, type Visit } from "./visits/visit";

/**
 * Answers with an error: a browser gets a page that says what is wrong and where to go, a program gets a
 * problem. The page has the navigation and the language of any other page.
 */
export function createRefuse(deps: PageDeps): Refuse {
  return async (exchange, thrown, headers = {}) => {
    if (!isLookingAtPages(exchange)) {
      sendProblem(exchange, thrown, headers);
      return;
    }
    const error = noteProblem(exchange, thrown);
    const visit = await visitOf(deps, exchange, error);
    const frame = visit ? frameOf(visit) : bareFrame(exchange);
    const text = layout(frame, errorPage(frame.t, error, exchange.requestId));
    send(exchange, {
      status: error.status,
      headers: { ...retryAfterOf(error), ...headers, vary: "Accept" },
      cookies: visit?.cookies ?? [],
      body: { type: "text/html; charset=utf-8", text },
    });
  };
}

/** Who meets the error; undefined when nobody can say, because that may be what is wrong. */
async function visitOf(
  deps: PageDeps,
  exchange: Exchange,
  error: AppError,
): Promise<Visit | undefined> {
  if (error.part === "database" || exchange.path === "") return undefined;
  try {
    // The query may be what could not be read.
    return await beginVisit(deps, { ...exchange, search: "" });
  } catch {
    return undefined;
  }
}

function bareFrame(exchange: Exchange): Frame {
  const language = languageOf(exchange);
  const t = texts[language];
  const { deps, path: here } = exchange;
  return { t, language, here, mailbox: hasMailbox(deps), brand: deps.config.brand };
}

function isLookingAtPages({ path, request }: Exchange): boolean {
  if (path.startsWith("/api/")) return false;
  const { accept } = request.headers;
  if (accept === undefined || !/text\/html/i.test(accept)) return false;
  const negotiator = new Negotiator(request);
  return negotiator.mediaType(["text/html", "application/json"]) === "text/html";
}
