import { uuidOf, type Caller } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { findSessionsOf } from "../store/sessions";
import { findUserById } from "../store/users";
import { ownerOf } from "./owner";

/** The caller's live sessions, the newest first. */
export async function listSessions(deps: AccountsDeps, _params: object, caller: Caller) {
  const { userId, sessionId } = ownerOf(caller);
  const rows = await findSessionsOf(deps.db, userId);
  return { data: rows.map((row) => ({ ...toListed(row), current: row.id === sessionId })) };
}

/** The live sessions of any user, the newest first. Throws `not_found`. */
export async function listSessionsOf({ db }: AccountsDeps, params: { user_id: string }) {
  const userId = uuidOf(params.user_id);
  if (!(await findUserById(db, userId))) throw new AppError("not_found");
  return { data: (await findSessionsOf(db, userId)).map(toListed) };
}

function toListed(row: Awaited<ReturnType<typeof findSessionsOf>>[number]) {
  return {
    id: encodeTypeId("session", row.id),
    created_at: row.created_at.toISOString(),
    last_seen_at: row.last_seen_at.toISOString(),
    ip: row.ip,
    user_agent: row.user_agent,
  };
}
