import type { IncomingHttpHeaders } from "node:http";
import type { SessionCookie } from "./session-cookie";

/** The credentials that a request carries. */
export interface Credentials {
  /** An `Authorization` header with a bearer token. It wins over a cookie, which is then ignored. */
  bearer: boolean;
  /** Whether the request has a session cookie, valid or not. */
  cookie: boolean;
  /** The token to look up; undefined when there is none or it is ambiguous. */
  token: string | undefined;
}

const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

/** Reads a request's credentials; ambiguous or malformed ones are ignored. */
export function readCredentials(headers: IncomingHttpHeaders, cookie: SessionCookie): Credentials {
  const tokens = cookie.read(headers.cookie);
  const given = { cookie: tokens.length > 0 };
  if (headers.authorization !== undefined) {
    const token = BEARER.exec(headers.authorization)?.[1];
    return { ...given, bearer: token !== undefined, token };
  }
  return { ...given, bearer: false, token: tokens.length === 1 ? tokens[0] : undefined };
}
