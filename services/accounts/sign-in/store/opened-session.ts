import type { Session } from "../../../../shared/contracts";
import { encodeTypeId } from "../../../../shared/ids";

/** What a session that was just opened or renewed is read back as. */
export const OPENED = ["id", "created_at", "expires_at", "authenticated_at"] as const;

export type OpenedRow = Record<Exclude<(typeof OPENED)[number], "id">, Date> & { id: string };

/** A session as its owner sees it. */
export function toSession(row: OpenedRow): Session {
  return {
    id: encodeTypeId("session", row.id),
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    authenticated_at: row.authenticated_at.toISOString(),
  };
}
