import type { Language, Repeatable } from "../../../../shared/contracts";
import type { LiveSession } from "../../../../shared/sessions";
import { type Credentials, readCredentials } from "../../api/credentials";
import { findLive } from "../../api/identify";
import { readParameter } from "../../api/input/query";
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
  /**
   * A parameter of the query. Throws when it is there twice or cannot be read; what no page asks for, such
   * as what others append to links, is ignored.
   */
  query(name: string): string | undefined;
  /** `Set-Cookie` lines of the answer. */
  readonly cookies: string[];
  /** The message from the previous page; it is shown once. */
  takeFlash(): Flash | undefined;
  /** The token that every form of the page contains. */
  formToken(): string;
  /** The form that is being submitted, which may be submitted again. */
  press: Repeatable | undefined;
}

/** Begins a visit. Pages accept the session cookie only, no bearer token. */
export async function beginVisit(deps: PageDeps, exchange: Exchange): Promise<Visit> {
  const { request } = exchange;
  const { cookie } = request.headers;
  const credentials = readCredentials(cookie === undefined ? {} : { cookie }, deps.sessionCookie);
  const live = await findLive(deps, credentials);
  const language = live?.language ?? languageOf(exchange);
  const cookies: string[] = [];
  let holder = live?.session.id ?? deps.visitor.read(cookie)[0];
  let token: string | undefined;
  return {
    exchange,
    deps,
    credentials,
    live,
    language,
    t: texts[language],
    params: pathParamsOf(request),
    query(name) {
      const value = readParameter(exchange.search, name);
      requireStorable({ [name]: value });
      return value;
    },
    cookies,
    press: undefined,
    takeFlash() {
      const flash = deps.flash.read(cookie);
      if (flash) cookies.push(deps.flash.clear());
      return flash;
    },
    formToken() {
      if (holder === undefined) {
        const visitor = deps.visitor.issue();
        cookies.push(...visitor.lines);
        holder = visitor.id;
      }
      return (token ??= deps.formTokens.issue(holder));
    },
  };
}
