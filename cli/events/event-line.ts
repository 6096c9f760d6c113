import { type Envelope, eventCatalogue } from "../../shared/events";
import { paint } from "../colours";
import { oneLine } from "../table";
import { eventColumns } from "./event-table";

const LONGEST_TYPE = Math.max(...eventCatalogue.map(({ type }) => type.length));
const TIME_LENGTH = 19;
const ID_LENGTH = 32;
const USER_ID_LENGTH = 31;

/** One event as a line whose columns stand below those of other events; not more than fits the terminal. */
export function toEventLine(
  event: Envelope,
  width = process.stdout.isTTY ? process.stdout.columns : Infinity,
): string {
  // In a narrow terminal the longest types stand out rather than break every line.
  const typeWidth = Math.min(LONGEST_TYPE, width - TIME_LENGTH - ID_LENGTH - 4);
  const widths = [TIME_LENGTH, typeWidth, ID_LENGTH, USER_ID_LENGTH, USER_ID_LENGTH];
  let left = width;
  const cells = eventColumns.flatMap(({ value, keep, style }, index) => {
    const text = oneLine(value(event)).padEnd(widths[index] ?? 0);
    left -= text.length + 2;
    if (!keep && left < -2) return [];
    return style ? [paint(style, text)] : [text];
  });
  return cells.join("  ").trimEnd();
}
