import { type AuditEntry, auditEntry } from "../../../shared/contracts";
import { decodeCursor, encodeCursor, listName, toPage } from "../../../shared/cursors";
import { transaction } from "../../../shared/database";
import { encodeTypeId } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";
import { type EntryFilters, findEntries } from "../store/entries";
import type { ShownEntry } from "../store/entry-list";
import { findOrigins, type Origin } from "../store/origins";

/** A page of the entries that pass the filters. Throws `malformed_request` for another list's cursor. */
export async function pageOfEntries(
  { db, signer, log }: Pick<Deps, "db" | "signer" | "log">,
  name: string,
  filters: EntryFilters,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const list = listName(name, { ...filters });
  const after = decodeCursor(signer, list, cursor);
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
    { log, list: name },
  );
}

/**
 * An entry as readers see it; `origin` is undefined when it is not known or was deleted. Throws for a row
 * that is no entry.
 */
export function toAuditEntry(row: ShownEntry, origin: Origin | undefined): AuditEntry {
  return auditEntry.parse({
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
  });
}
