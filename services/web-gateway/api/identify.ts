import type { Access } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import type { SessionPrincipal } from "../../../shared/principal";
import { authorise } from "../../../shared/service";
import { findSession, type LiveSession } from "../../../shared/sessions";
import type { Credentials } from "./credentials";
import type { ApiDeps } from "./deps";

type SessionDeps = Pick<ApiDeps, "db" | "seenSessions">;

/**
 * The live session of a request. Throws what `authorise` throws. Where anyone may call nothing
 * is looked up, so whoever logs in is never taken for the owner of an old token.
 */
export async function identify(
  deps: SessionDeps,
  access: Access,
  credentials: Credentials,
): Promise<LiveSession | undefined> {
  if (access.who === "anyone") return undefined;
  const live = await findLive(deps, credentials);
  if (!live) throw new AppError("unauthenticated");
  authorise(access, { principal: principalOf(live) });
  return live;
}

/** The live session that credentials name, if there is one; it counts as seen. */
export async function findLive(
  { db, seenSessions }: SessionDeps,
  { token }: Credentials,
): Promise<LiveSession | undefined> {
  if (token === undefined) return undefined;
  const live = await findSession(db, token);
  if (live) seenSessions.note(live.session.id);
  return live;
}

/** A session as the services are told of it. */
export function principalOf({ user, session, assurance, readAt }: LiveSession): SessionPrincipal {
  return {
    kind: "session",
    user: { id: user.id, role: user.role },
    session: { id: session.id },
    authenticatedAt: session.authenticated_at,
    assurance,
    readAt,
  };
}
