import { act } from "../visits/act";
import type { Visit } from "../visits/visit";

/**
 * Logs a visitor in: from here on their browser has the cookie of a new session. Where a second factor is
 * due it has none yet, and the id of the log-in that waits is answered. Throws as `accounts.logIn`.
 */
export async function openSession(
  visit: Visit,
  { email, password, remember }: { email: string; password: string; remember: boolean },
): Promise<string | undefined> {
  const answer = await act(visit, "accounts", "logIn", { email, password, remember_me: remember });
  if ("login" in answer) return answer.login.id;
  keepSession(visit, answer.token, remember);
  return undefined;
}

/** Hands the browser the token of a session, for as long as its cookie is to live. */
export function keepSession(visit: Visit, token: string | undefined, remember: boolean): void {
  if (token === undefined) throw new Error("a session was opened without a token");
  visit.cookies.push(visit.deps.sessionCookie.issue(token, { remember }));
}
