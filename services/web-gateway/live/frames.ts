import { replacePersonal } from "../../../shared/events";
import { sessionOf, type UserEvent } from "./user-event";
import type { Ending } from "./watch-sessions";

/** A comment that keeps proxies from taking a quiet stream for a dead one. */
export const HEARTBEAT = ":\n\n";

/**
 * An event as a stream of the session `own` carries it. Addresses and browsers stay out: they may
 * belong to an administrator who ended the session, or to a stranger who guessed a password.
 */
export function toFrame(event: UserEvent, own: string): string {
  const data = withoutOrigins(event);
  const about = sessionOf(event);
  const text = JSON.stringify({
    type: event.type,
    time: event.time,
    subject: event.userId,
    data: about === undefined ? data : { ...data, current: about === own },
  });
  const id = event.id === undefined ? "" : `id: ${event.id}\n`;
  return `${id}event: ${event.type}\ndata: ${text}\n\n`;
}

/** What this version does not know, such as a text of a newer one's event, may be an origin too. */
function withoutOrigins(event: UserEvent): Record<string, unknown> {
  return replacePersonal(event, ({ text, kind }) =>
    kind === "origin" || kind === "undeclared" ? undefined : { text },
  ) as Record<string, unknown>;
}

/** Tells browsers how long to wait before they reconnect: not all at the same time. */
export function greeting(): string {
  return `retry: ${1_000 + Math.floor(Math.random() * 2_000)}\n\n`;
}

/** The last frame of a stream whose session is over, when no broadcast said so. */
export function farewell(
  { userId, session }: { userId: string; session: string },
  reason: Ending,
): string {
  const data = { session_id: session, reason };
  const event: UserEvent = { userId, type: "session.ended", time: new Date().toISOString(), data };
  return toFrame(event, session);
}
