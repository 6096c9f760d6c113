import type { IncomingHttpHeaders } from "node:http";
import type { SessionCookie } from "./session-cookie";

/** What a request brings to say who it is from. */
export interface Credentials {
  /** An `Authorization` header with a bearer token. It wins over a cookie, which is then ignored. */
  bearer: boolean;
  /** Whether a session cookie came along, whatever is in it. */
  cookie: boolean;
  /** The token to look up; undefined also when it cannot be told which one is meant. */
  token: string | undefined;
}

const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

/** Reads a request's credentials; what is ambiguous or cannot be read is none. */
export function readCredentials(headers: IncomingHttpHeaders, cookie: SessionCookie): Credentials {
  const tokens = cookie.read(headers.cookie);
  const given = { cookie: tokens.length > 0 };
  if (headers.authorization !== undefined) {
    const token = BEARER.exec(headers.authorization)?.[1];
    return { ...given, bearer: token !== undefined, token };
  }
  return { ...given, bearer: false, token: tokens.length === 1 ? tokens[0] : undefined };
}
