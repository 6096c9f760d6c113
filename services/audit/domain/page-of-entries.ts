import type { AuditEntry } from "../../../shared/contracts";
import { decodeCursor, encodeCursor, listName, toPage } from "../../../shared/cursors";
import { transaction } from "../../../shared/database";
import { encodeTypeId } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";
import { findEntries, type EntryFilters } from "../store/entries";
import type { ShownEntry } from "../store/entry-list";
import { findOrigins, type Origin } from "../store/origins";

/** A page of the entries that pass the filters. Throws `malformed_request` for another list's cursor. */
export async function pageOfEntries(
  { db, signer }: Pick<Deps, "db" | "signer">,
  name: string,
  filters: EntryFilters,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const list = listName(name, { ...filters });
  const after = cursor === undefined ? [] : decodeCursor(signer, list, cursor);
  const { rows, origins } = await transaction(db, async (trx) => {
    const found = await findEntries(trx, filters, { after, limit: limit + 1 });
    const ids = found.map(({ id }) => id);
    return { rows: found, origins: await findOrigins(trx, ids) };
  });
  return toPage(
    rows,
    limit,
    (row) => toAuditEntry(row, origins.get(row.id)),
    ({ occurred_at, id }) => encodeCursor(signer, list, [occurred_at, id]),
  );
}

/** What of an entry everyone sees who may see it; `origin` is where it came from, when it is known. */
export function toAuditEntry(row: ShownEntry, origin: Origin | undefined): AuditEntry {
  return {
    id: encodeTypeId("audit", row.id),
    event_id: encodeTypeId("event", row.event_id),
    type: row.type,
    actor: row.actor,
    subject: row.subject,
    occurred_at: row.occurred_at.toISOString(),
    recorded_at: row.recorded_at.toISOString(),
    ip: origin ? origin.ip : row.ip,
    user_agent: origin ? origin.user_agent : row.user_agent,
    data: row.data,
  };
}
