import { paint } from "./colours";

/** A column of a table; those at the right are left out where the terminal is too narrow. */
export interface Column<Row> {
  header: string;
  value: (row: Row) => string;
  /** Cut to what is left of the line instead of being left out. */
  cut?: boolean;
  /** Always there, however narrow. */
  keep?: boolean;
  style?: Parameters<typeof paint>[0];
}

const GAP = "  ";
/** Narrower than this, a column that may be cut says nothing. */
const NARROWEST = 12;

/** Rows as lines under a header, fitted to the terminal; all of everything where there is none. */
export function toTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  width = process.stdout.isTTY ? process.stdout.columns : Infinity,
): string[] {
  const shown = fit(
    columns.map((column) => {
      const values = rows.map((row) => oneLine(column.value(row)));
      return { column, values, width: Math.max(column.header.length, ...values.map(lengthOf)) };
    }),
    width,
  );
  const last = shown.length - 1;
  const cells = (
    textOf: (shape: Shape<Row>) => string,
    index: number,
    shape: Shape<Row>,
  ): string =>
    index === last
      ? cutTo(textOf(shape), shape.width)
      : pad(cutTo(textOf(shape), shape.width), shape.width);
  const header = shown.map((shape, index) => cells(({ column }) => column.header, index, shape));
  return [
    paint("dim", header.join(GAP)),
    ...rows.map((_, row) =>
      shown
        .map((shape, index) => {
          const text = cells(({ values }) => values[row] ?? "", index, shape);
          return shape.column.style ? paint(shape.column.style, text) : text;
        })
        .join(GAP)
        .trimEnd(),
    ),
  ];
}

interface Shape<Row> {
  column: Column<Row>;
  values: string[];
  width: number;
}

function fit<Row>(shapes: Shape<Row>[], width: number): Shape<Row>[] {
  const fitted: Shape<Row>[] = [];
  let left = width + GAP.length;
  shapes.forEach((shape, index) => {
    const { cut, keep } = shape.column;
    const behind = shapes.slice(index + 1).filter(({ column }) => column.keep);
    const room = left - behind.reduce((sum, other) => sum + leastOf(other), 0) - GAP.length;
    const own = cut ? Math.min(shape.width, Math.max(NARROWEST, room)) : shape.width;
    if (!keep && own > room) return;
    fitted.push({ ...shape, width: own });
    left -= own + GAP.length;
  });
  return fitted;
}

function leastOf<Row>({ column, width }: Shape<Row>): number {
  return (column.cut ? Math.min(width, NARROWEST) : width) + GAP.length;
}

function cutTo(text: string, width: number): string {
  return lengthOf(text) <= width
    ? text
    : `${Array.from(text)
        .slice(0, width - 1)
        .join("")}…`;
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - lengthOf(text)));
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** What came from elsewhere must neither break lines nor speak to the terminal. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
}
