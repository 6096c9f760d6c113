import { decodeCursor, encodeCursor, listName } from "../../../shared/cursors";
import { findEventsBySubject } from "../../../shared/events";
import type { Deps } from "../../../shared/service";

/**
 * The event log user by user, for a service that builds anew what it keeps of them: a page has all
 * events of up to `limit` users. Older ones than the log keeps are missing.
 */
export async function listEventsByUser(
  { db, signer, service }: Pick<Deps, "db" | "signer" | "service">,
  params: { types: string[]; limit: number; cursor?: string | undefined },
) {
  const { types, limit, cursor } = params;
  const list = listName("accounts.listEventsByUser", { types });
  const [after = ""] = cursor === undefined ? [] : (decodeCursor(signer, list, cursor) as string[]);
  const { events, next } = await findEventsBySubject(db, service, { types, after, limit });
  return { data: events, next_cursor: next === null ? null : encodeCursor(signer, list, [next]) };
}
