import type { AuditEntry } from "../../../shared/contracts";
import { decodeCursor, encodeCursor, listName, toPage } from "../../../shared/cursors";
import { transaction } from "../../../shared/database";
import { encodeTypeId } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";
import { findEntries, type Entry, type EntryFilters } from "../store/entries";

/** A page of the entries that pass the filters. Throws `malformed_request` for another list's cursor. */
export async function pageOfEntries(
  { db, signer }: Pick<Deps, "db" | "signer">,
  name: string,
  filters: EntryFilters,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const list = listName(name, { ...filters });
  const after = cursor === undefined ? [] : decodeCursor(signer, list, cursor);
  const rows = await transaction(db, (trx) =>
    findEntries(trx, filters, { after, limit: limit + 1 }),
  );
  return toPage(rows, limit, toAuditEntry, ({ occurred_at, id }) =>
    encodeCursor(signer, list, [occurred_at, id]),
  );
}

function toAuditEntry(row: Entry): AuditEntry {
  return {
    id: encodeTypeId("audit", row.id),
    event_id: encodeTypeId("event", row.event_id),
    type: row.type,
    actor: row.actor,
    subject: row.subject,
    occurred_at: row.occurred_at.toISOString(),
    recorded_at: row.recorded_at.toISOString(),
    ip: row.ip,
    user_agent: row.user_agent,
    data: row.data,
  };
}
