import { type Envelope, whomOf } from "../../shared/events";
import { type Column, oneLine } from "../table";
import { shortTime } from "../times";

/** Events as a table shows them. */
export const eventColumns: readonly Column<Envelope>[] = [
  { header: "TIME (UTC)", value: ({ time }) => shortTime(time), keep: true, style: "dim" },
  { header: "TYPE", value: ({ type }) => type, keep: true, style: "cyan" },
  { header: "ID", value: ({ id }) => id, keep: true },
  { header: "SUBJECT", value: (event) => whomOf(event) ?? "–" },
  { header: "ACTOR", value: ({ actor }) => actor },
];

/** One event in full, in lines: its attributes, then its data. */
export function describeEvent(event: Envelope | Record<string, unknown>): string[] {
  const { data = null, specversion: _, datacontenttype: __, ...attributes } = event;
  const lines = toLines(attributes);
  return [...lines, "", ...JSON.stringify(data, null, 2).split("\n")];
}

/** Names and values, one a line, the values below each other. */
export function toLines(values: object): string[] {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${name.padEnd(width)}  ${oneLine(toText(value))}`);
}

function toText(value: unknown): string {
  if (value === null) return "–";
  return typeof value === "string" ? value : JSON.stringify(value);
}
