import { NUMBERED_ROWS } from "../../../shared/contracts";
import type { ListSource } from "../../../shared/service";
import type { Entry } from "./entries";

const COLUMNS = [
  "id", "event_id", "type", "actor", "subject", "occurred_at", "recorded_at", "ip", "user_agent",
  "data",
] as const; // prettier-ignore

/** The columns of an entry that are shown; those that link the chain are not. */
export type ShownEntry = Pick<Entry, (typeof COLUMNS)[number]>;

/** The audit trail by page numbers, filtered as the list by cursors is. */
export const entryList: ListSource = {
  table: "entries",
  columns: COLUMNS,
  sorts: {
    occurred_at: { column: "occurred_at", direction: "asc" },
    "-occurred_at": { column: "occurred_at", direction: "desc" },
  },
  filters: {
    actor: { column: "actor", operator: "=" },
    subject: { column: "subject", operator: "=" },
    type: { column: "type", operator: "=" },
    since: { column: "occurred_at", operator: ">=" },
    until: { column: "occurred_at", operator: "<" },
  },
  countedRows: NUMBERED_ROWS,
};
