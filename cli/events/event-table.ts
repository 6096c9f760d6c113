import type { Envelope } from "../../shared/events";
import { oneLine, type Column } from "../table";
import { shortTime } from "../times";

/** Events as a table shows them. */
export const eventColumns: readonly Column<Envelope>[] = [
  { header: "TIME (UTC)", value: ({ time }) => shortTime(time), keep: true, style: "dim" },
  { header: "TYPE", value: ({ type }) => type, keep: true, style: "cyan" },
  { header: "ID", value: ({ id }) => id, keep: true },
  { header: "SUBJECT", value: ({ subject }) => subject ?? "–" },
  { header: "ACTOR", value: ({ actor }) => actor },
];

/** One event in full, in lines: its attributes, then its data. */
export function describeEvent(event: Envelope): string[] {
  const { data, specversion: _, datacontenttype: __, ...attributes } = event;
  const lines = toLines(attributes);
  return [...lines, "", ...JSON.stringify(data, null, 2).split("\n")];
}

/** Names and values, one a line, the values below each other. */
export function toLines(values: object): string[] {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(
    ([name, value]) => `${name.padEnd(width)}  ${oneLine(value === null ? "–" : String(value))}`,
  );
}
