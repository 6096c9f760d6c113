import { findEventsBySubject } from "../events";
import type { PublisherDeps } from "./deps";
import { userCursors } from "./log-cursors";

/**
 * The event log user by user, for a service that builds anew what it keeps of them: a page has all
 * events of up to `limit` users. Older ones than the log keeps are missing.
 */
export async function listEventsByUser(
  { db, signer, service }: Pick<PublisherDeps, "db" | "signer" | "service">,
  params: { types: string[]; limit: number; cursor?: string | undefined },
) {
  const { types, limit, cursor } = params;
  const cursors = userCursors(signer, types);
  const [after = ""] = cursors.decode(cursor);
  const { events, next } = await findEventsBySubject(db, service, { types, after, limit });
  return { data: events, next_cursor: next === null ? null : cursors.encode([next]) };
}
