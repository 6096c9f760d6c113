import type { Language } from "../../../../shared/contracts";
import type { LiveSession } from "../../../../shared/sessions";
import { type Credentials, readCredentials } from "../../api/credentials";
import { findLive } from "../../api/identify";
import { parseQuery } from "../../api/input/query";
import { requireStorable } from "../../api/input/storable";
import type { Exchange } from "../../http/exchange";
import { pathParamsOf } from "../../http/router";
import type { Flash } from "../components/flash";
import { languageOf } from "../state/language";
import { type Texts, texts } from "../texts";
import type { PageDeps } from "./deps";

/** A request for a page: its session, its language, and the cookies of its answer. */
export interface Visit {
  readonly exchange: Exchange;
  readonly deps: PageDeps;
  readonly credentials: Credentials;
  readonly live: LiveSession | undefined;
  readonly language: Language;
  readonly t: Texts;
  /** The params in the path, such as `:token`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** `Set-Cookie` lines of the answer. */
  readonly cookies: string[];
  /** The message from the previous page; it is shown once. */
  takeFlash(): Flash | undefined;
  /** The token that every form of the page contains. */
  formToken(): string;
  /** Whether a form's token was issued to this visitor. */
  holds(token: string | undefined): boolean;
}

/** Begins a visit. Pages accept the session cookie only, no bearer token. */
export async function beginVisit(deps: PageDeps, exchange: Exchange): Promise<Visit> {
  const { request } = exchange;
  const { cookie } = request.headers;
  const query = Object.fromEntries(parseQuery(exchange.search));
  requireStorable(query);
  const credentials = readCredentials(cookie === undefined ? {} : { cookie }, deps.sessionCookie);
  const live = await findLive(deps, credentials);
  const language = live?.language ?? languageOf(exchange);
  const cookies: string[] = [];
  let holder = live?.session.id ?? deps.visitor.read(cookie);
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
      const flash = deps.flash.read(cookie);
      if (flash) cookies.push(deps.flash.clear());
      return flash;
    },
    formToken() {
      if (holder === undefined) {
        const visitor = deps.visitor.issue();
        cookies.push(visitor.line);
        holder = visitor.id;
      }
      return (token ??= deps.formTokens.issue(holder));
    },
    holds: (given) => deps.formTokens.isFresh(given, holder),
  };
}
