import { uuidOf } from "../../../shared/contracts";
import type { AccountsDeps } from "../deps";
import { touchSessions } from "./store/sessions";

/** Notes that sessions were used in the last minute; a gateway tells of many at once. */
export async function noteSeen(deps: AccountsDeps, params: { session_ids: string[] }) {
  await touchSessions(deps.db, params.session_ids.map(uuidOf), deps.config.sessionIdleDays);
  return {};
}
