import { z } from "zod";

/** What the gateways are told of a user by `pubsub.user`: an event without who did it and from where. */
const broadcast = z.object({
  user_id: z.string(),
  event: z.object({
    // These stand in lines of their own in a stream.
    id: z.string().regex(/^event_[0-9a-z]{26}$/),
    type: z.string().regex(/^[a-z][a-z0-9_.]{0,99}$/),
    time: z.string(),
    data: z.record(z.string(), z.unknown()),
  }),
});

export interface UserEvent {
  userId: string;
  /** Absent for what no domain event stands behind. */
  id?: string;
  type: string;
  time: string;
  data: Record<string, unknown>;
}

/** Reads a broadcast; undefined when it is none of ours. */
export function readBroadcast(message: unknown): UserEvent | undefined {
  const { data } = broadcast.safeParse(message);
  return data && { userId: data.user_id, ...data.event };
}

/** The session an event is about, if it is about one. */
export function sessionOf({ type, data }: UserEvent): string | undefined {
  const { session_id: id } = data;
  return type.startsWith("session.") && typeof id === "string" ? id : undefined;
}

/**
 * An event as a stream of the session `own` carries it. Addresses and browsers stay out: they may
 * be somebody else's, an administrator's who ended the session or a stranger's who guessed a password.
 */
export function toFrame(event: UserEvent, own: string): string {
  const { ip: _ip, user_agent: _userAgent, ...data } = event.data;
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
