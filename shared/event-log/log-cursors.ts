import { decodeCursor, encodeCursor, listName } from "../cursors";
import type { Position } from "../events";
import type { Signer } from "../signing";
import type { EventParams } from "./event-filters";

// The names are those of the version before, when one service had the only log: its cursors go on.
const LOG = "accounts.listEvents";
const BY_USER = "accounts.listEventsByUser";

/**
 * The cursors of a list of events. A position is one in the logs of all publishers alike, so that one
 * cursor leads on in each of them and in what is merged of them.
 */
export function logCursors(signer: Signer, params: EventParams & { order: "asc" | "desc" }) {
  const { type, subject, since, until, order } = params;
  return cursorsOf<Position>(signer, listName(LOG, { type, subject, since, until, order }));
}

/** The cursors of the log user by user, behind a user's TypeID. */
export function userCursors(signer: Signer, types: readonly string[]) {
  return cursorsOf<readonly [subject: string]>(signer, listName(BY_USER, { types }));
}

function cursorsOf<P extends readonly unknown[]>(signer: Signer, list: string) {
  return {
    encode: (position: P): string => encodeCursor(signer, list, position),
    /** The position in a cursor, empty without one. Throws `malformed_request` for that of another list. */
    decode: (cursor: string | undefined): P | [] =>
      decodeCursor(signer, list, cursor) as unknown as P | [],
  };
}
