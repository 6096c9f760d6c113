import { type Caller, listedSession, uuidOf } from "../../../shared/contracts";
import { showEach } from "../../../shared/cursors";
import { AppError } from "../../../shared/errors";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { findUserById, ownerOf } from "../identity";
import { findSessionsOf } from "./store/sessions";

const LIST = "accounts.listSessions";
type SessionRow = Awaited<ReturnType<typeof findSessionsOf>>[number];

/** The caller's live sessions, the newest first. */
export async function listSessions(deps: AccountsDeps, _params: object, caller: Caller) {
  const { userId, sessionId } = ownerOf(caller);
  const rows = await findSessionsOf(deps.db, userId);
  const toItem = (row: SessionRow) =>
    listedSession.parse({ ...toListed(row), current: row.id === sessionId });
  return { data: showEach({ log: deps.log, list: LIST }, rows, toItem) };
}

/** The live sessions of any user, the newest first. Throws `not_found`. */
export async function listSessionsOf({ db, log }: AccountsDeps, params: { user_id: string }) {
  const userId = uuidOf(params.user_id);
  if (!(await findUserById(db, userId))) throw new AppError("not_found");
  const toItem = (row: SessionRow) => listedSession.omit({ current: true }).parse(toListed(row));
  return { data: showEach({ log, list: LIST }, await findSessionsOf(db, userId), toItem) };
}

function toListed(row: SessionRow) {
  return {
    id: encodeTypeId("session", row.id),
    created_at: row.created_at.toISOString(),
    last_seen_at: row.last_seen_at.toISOString(),
    ip: row.ip,
    user_agent: row.user_agent,
  };
}
