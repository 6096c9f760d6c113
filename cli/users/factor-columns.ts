import type { Calls } from "../../shared/service";
import type { Column } from "../table";
import { shortTime } from "../times";

type ListedFactor = Awaited<ReturnType<Calls["accounts"]["listFactorsOf"]>>["data"][number];

const timeOr = (time: string | null): string => (time === null ? "–" : shortTime(time));

/** Second factors as a table shows them. */
export const factorColumns: readonly Column<ListedFactor>[] = [
  { header: "ID", value: ({ id }) => id, keep: true },
  { header: "KIND", value: ({ kind }) => kind },
  { header: "CONFIRMED (UTC)", value: ({ confirmed_at }) => timeOr(confirmed_at), style: "dim" },
  { header: "LAST USED (UTC)", value: ({ last_used_at }) => timeOr(last_used_at), style: "dim" },
  { header: "LABEL", value: ({ label }) => label ?? "–", cut: true },
];
