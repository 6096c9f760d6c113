import { z } from "zod";

/** What `pubsub.user` tells the gateways: an event of a user, without its actor and origin. */
const broadcast = z.object({
  user_id: z.string(),
  event: z.object({
    // Each is a line of its own in a stream, so line breaks must not occur.
    id: z.string().regex(/^event_[0-9a-z]{26}$/),
    type: z.string().regex(/^[a-z][a-z0-9_.]{0,99}$/),
    time: z.string(),
    data: z.record(z.string(), z.unknown()),
  }),
});

export interface UserEvent {
  userId: string;
  /** Absent when there is no domain event behind it. */
  id?: string;
  type: string;
  time: string;
  data: Record<string, unknown>;
}

/** Reads a broadcast; returns undefined when it is malformed. */
export function readBroadcast(message: unknown): UserEvent | undefined {
  const { data } = broadcast.safeParse(message);
  return data && { userId: data.user_id, ...data.event };
}

/** The session an event is about, if it is about one. */
export function sessionOf({ type, data }: UserEvent): string | undefined {
  const { session_id: id } = data;
  return type.startsWith("session.") && typeof id === "string" ? id : undefined;
}
