import type { Calls } from "../../shared/service";
import type { Column } from "../table";
import { shortTime } from "../times";

export type OpenSession = Awaited<ReturnType<Calls["accounts"]["listSessionsOf"]>>["data"][number];

/** Sessions as a table shows them. */
export const sessionColumns: readonly Column<OpenSession>[] = [
  { header: "ID", value: ({ id }) => id, keep: true },
  { header: "OPENED (UTC)", value: ({ created_at }) => shortTime(created_at), style: "dim" },
  { header: "LAST SEEN (UTC)", value: ({ last_seen_at }) => shortTime(last_seen_at), style: "dim" },
  { header: "ADDRESS", value: ({ ip }) => ip ?? "–" },
  { header: "PROGRAM", value: ({ user_agent }) => user_agent ?? "–", cut: true },
];
