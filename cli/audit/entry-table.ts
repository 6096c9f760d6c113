import type { AuditEntry } from "../../shared/contracts";
import type { Column } from "../table";
import { shortTime } from "../times";

/** Audit entries as a table shows them. */
export const entryColumns: readonly Column<AuditEntry>[] = [
  {
    header: "TIME (UTC)",
    value: ({ occurred_at }) => shortTime(occurred_at),
    keep: true,
    style: "dim",
  },
  { header: "TYPE", value: ({ type }) => type, keep: true, style: "cyan" },
  { header: "ACTOR", value: ({ actor }) => actor, keep: true },
  { header: "SUBJECT", value: ({ subject }) => subject ?? "–" },
  { header: "FROM", value: ({ ip }) => ip ?? "–" },
  { header: "ID", value: ({ id }) => id },
];
