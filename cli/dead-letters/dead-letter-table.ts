import type { DeadLetter } from "../../shared/contracts";
import { describeEvent, toLines } from "../events/event-table";
import { errorColumn, triesColumn } from "../failure-columns";
import { type Column, oneLine } from "../table";
import { shortTime } from "../times";

/** Dead letters as a table shows them. */
export const deadLetterColumns: readonly Column<DeadLetter>[] = [
  { header: "SUBSCRIBER", value: ({ subscriber }) => subscriber, keep: true, style: "cyan" },
  { header: "ID", value: ({ event_id }) => event_id, keep: true },
  { header: "TYPE", value: ({ type }) => type },
  triesColumn,
  {
    header: "GIVEN UP (UTC)",
    value: ({ given_up_at }) => shortTime(given_up_at),
    style: "dim",
  },
  errorColumn,
];

/** One dead letter in full, in lines: what went wrong, then the event, or what came instead. */
export function describeDeadLetter(letter: DeadLetter): string[] {
  const { envelope, content, ...about } = letter;
  const lines = [...toLines(about), ""];
  if (envelope) return [...lines, ...describeEvent(envelope)];
  const text = Buffer.from(content ?? "", "base64").toString("utf8");
  return [...lines, "It is no event. Its content begins:", oneLine(text).slice(0, 2000)];
}
