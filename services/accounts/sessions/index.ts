import { listSessions, listSessionsOf } from "./list-sessions";
import { noteSeen } from "./note-seen";
import {
  revokeOtherSessions,
  revokeSession,
  revokeSessionOf,
  revokeSessions,
  revokeSessionsOf,
} from "./revoke-sessions";

export const actions = {
  listSessions,
  revokeSession,
  revokeOtherSessions,
  listSessionsOf,
  revokeSessions,
  revokeSessionOf,
  revokeSessionsOf,
  noteSeen,
};
export { endSession, endSessions } from "./end-sessions";
export { originOf } from "./origin";
export { deleteExpiredSessions } from "./store/sessions";
