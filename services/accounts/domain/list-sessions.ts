import type { Caller } from "../../../shared/contracts";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { findSessionsOf } from "../store/sessions";
import { ownerOf } from "./owner";

/** The caller's live sessions, the newest first. */
export async function listSessions(deps: AccountsDeps, _params: object, caller: Caller) {
  const { userId, sessionId } = ownerOf(caller);
  const rows = await findSessionsOf(deps.db, userId);
  return {
    data: rows.map((row) => ({
      id: encodeTypeId("session", row.id),
      created_at: row.created_at.toISOString(),
      last_seen_at: row.last_seen_at.toISOString(),
      ip: row.ip,
      user_agent: row.user_agent,
      current: row.id === sessionId,
    })),
  };
}
