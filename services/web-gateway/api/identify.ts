import type { Access, Scope } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { findSession, type LiveSession } from "../../../shared/sessions";
import type { Exchange } from "../http/exchange";
import type { Credentials } from "./credentials";

/**
 * The live session of a request, or `unauthenticated` or `forbidden`. Where anyone may call nothing
 * is looked up, so whoever logs in is never taken for whom their old token says.
 */
export async function identify(
  { deps }: Exchange,
  access: Access,
  { token }: Credentials,
): Promise<LiveSession | undefined> {
  if (access === "anyone") return undefined;
  const live = token === undefined ? undefined : await findSession(deps.db, token);
  if (!live) throw new AppError("unauthenticated");
  if (access !== "session" && !(access === "admin" && live.user.role === "admin")) {
    throw new AppError("forbidden");
  }
  deps.seenSessions.note(live.session.id);
  return live;
}

/** A session as the services are told of it. */
export function scopeOf({ user, session }: LiveSession): Scope {
  return { kind: "user", user_id: user.id, session_id: session.id, role: user.role };
}
