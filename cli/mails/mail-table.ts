import type { ListedMail } from "../../shared/contracts";
import { toLines } from "../events/event-table";
import { errorColumn, triesColumn } from "../failure-columns";
import type { Column } from "../table";
import { shortTime } from "../times";

/** Mails that were given up or wait, as a table shows them. */
export const mailColumns: readonly Column<ListedMail>[] = [
  { header: "EVENT", value: ({ event_id }) => event_id, keep: true },
  { header: "KIND", value: ({ kind }) => kind, keep: true, style: "cyan" },
  { header: "USER", value: ({ user_id }) => user_id },
  triesColumn,
  { header: "ASKED FOR (UTC)", value: ({ created_at }) => shortTime(created_at), style: "dim" },
  {
    header: "GIVEN UP OR DUE (UTC)",
    value: ({ given_up_at, due_at }) => shortTime(given_up_at ?? due_at ?? ""),
    style: "dim",
  },
  errorColumn,
];

/** One mail in full, in lines. */
export function describeMail(mail: ListedMail): string[] {
  return toLines(mail);
}
