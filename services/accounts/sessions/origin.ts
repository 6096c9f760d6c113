import type { Caller } from "../../../shared/contracts";

/** Where a caller is, as events of sessions tell it. */
export function originOf(caller: Caller): { ip: string | null; user_agent: string | null } {
  return { ip: caller.ip ?? null, user_agent: caller.userAgent ?? null };
}
