import type { HttpBinding } from "../../../shared/contracts";
import type { LiveSession } from "../../../shared/sessions";
import type { Credentials } from "./credentials";
import type { SessionCookie } from "./session-cookie";

interface Outcome {
  result: unknown;
  params: object;
  credentials: Credentials;
  live: LiveSession | undefined;
}

/**
 * Hands a new credential to the client, or revokes the old one. The token goes into the body for
 * clients that asked for `credential: bearer` or sent a bearer token, and into the cookie, where no
 * script can read it, for all others.
 */
export function handOver(
  cookie: SessionCookie,
  { credential }: HttpBinding,
  { result, params, credentials, live }: Outcome,
): { body: unknown; cookies?: string } {
  if (credential === "ended") return { body: result, cookies: cookie.clear() };
  const asked = params as { id?: string; credential?: string; remember_me?: boolean };
  if (credential === "ended-if-own" && !credentials.bearer && asked.id === live?.session.id) {
    return { body: result, cookies: cookie.clear() };
  }
  if (credential !== "issued") return { body: result };
  const bearer = (asked.credential ?? (credentials.bearer ? "bearer" : "cookie")) === "bearer";
  const { token, ...body } = result as { token?: string; remembered?: boolean };
  if (token === undefined || bearer) return { body: result };
  const remember = asked.remember_me ?? body.remembered ?? live?.remembered ?? false;
  return { body, cookies: cookie.issue(token, { remember }) };
}
