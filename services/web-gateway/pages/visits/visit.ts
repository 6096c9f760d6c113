import type { Language } from "../../../../shared/contracts";
import { findSession, type LiveSession } from "../../../../shared/sessions";
import { readCredentials, type Credentials } from "../../api/credentials";
import { parseQuery } from "../../api/query";
import { requireStorable } from "../../api/storable";
import type { GatewayDeps } from "../../deps";
import type { Exchange } from "../../http/exchange";
import { pathParamsOf } from "../../http/router";
import { texts, type Texts } from "../texts";
import type { Flash } from "./flash";
import { languageOf } from "./language";
import type { PageState } from "./page-state";

/** A request for a page: who asks, in which language, and what the answer has to carry. */
export interface Visit {
  readonly exchange: Exchange;
  readonly deps: GatewayDeps;
  readonly credentials: Credentials;
  readonly live: LiveSession | undefined;
  readonly language: Language;
  readonly t: Texts;
  /** What the path says, e.g. `:token`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** `Set-Cookie` lines of the answer. */
  readonly cookies: string[];
  /** What the page before had to say; it is said once. */
  takeFlash(): Flash | undefined;
  /** The token that every form of the page carries. */
  formToken(): string;
  /** Whether a form's token was issued to whom it comes from. */
  holds(token: string | undefined): boolean;
}

/** Begins a visit. Pages know a session by its cookie alone. */
export async function beginVisit(state: PageState, exchange: Exchange): Promise<Visit> {
  const { deps, request } = exchange;
  const { cookie } = request.headers;
  const query = Object.fromEntries(parseQuery(exchange.search));
  requireStorable(query);
  const credentials = readCredentials(cookie === undefined ? {} : { cookie }, deps.sessionCookie);
  const live = credentials.token ? await findSession(deps.db, credentials.token) : undefined;
  if (live) deps.seenSessions.note(live.session.id);
  const language = live?.language ?? languageOf(exchange);
  const cookies: string[] = [];
  let holder = live?.session.id ?? state.visitor.read(cookie);
  let token: string | undefined;
  return {
    exchange,
    deps,
    credentials,
    live,
    language,
    t: texts[language],
    params: pathParamsOf(request),
    query,
    cookies,
    takeFlash() {
      const flash = state.flash.read(cookie);
      if (flash) cookies.push(state.flash.clear());
      return flash;
    },
    formToken() {
      if (holder === undefined) {
        const visitor = state.visitor.issue();
        cookies.push(visitor.line);
        holder = visitor.id;
      }
      return (token ??= state.formTokens.issue(holder));
    },
    holds: (given) => state.formTokens.isFresh(given, holder),
  };
}
