import type { HttpBinding } from "../../../shared/contracts";
import type { Credentials } from "./credentials";
import type { LiveSession } from "../../../shared/sessions";
import type { SessionCookie } from "./session-cookie";

interface Outcome {
  result: unknown;
  params: object;
  credentials: Credentials;
  live: LiveSession | undefined;
}

/**
 * Gives a new credential to the client, or takes the old one away. A token goes into the body for
 * who asked for `credential: bearer`, or came with one; for everyone else into the cookie, and then
 * no script ever sees it.
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
  const { token, ...body } = result as { token?: string };
  if (token === undefined || bearer) return { body: result };
  const remember = asked.remember_me ?? live?.remembered ?? false;
  return { body, cookies: cookie.issue(token, { remember }) };
}
