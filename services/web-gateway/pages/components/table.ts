import { type Html, html } from "../../../../shared/html";

export interface Column<Row> {
  title: string;
  cell: (row: Row) => string | Html;
  /** The column is hidden on a phone. */
  wide?: boolean;
}

export interface Table<Row> {
  /** What the table lists, for screen readers. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** What to say when there are no rows. */
  empty: string;
}

/** Rows of similar things. A wide table scrolls, by keyboard too; on a phone, times may wrap. */
export function table<Row>({ caption, columns, rows, empty }: Table<Row>): Html {
  if (rows.length === 0) return html`<p class="py-4 text-soft">${empty}</p>`;
  const hidden = (column: Column<Row>): string => (column.wide ? "max-md:hidden" : "");
  return html`<div class="overflow-x-auto" role="region" aria-label="${caption}" tabindex="0">
    <table class="w-full text-left text-sm">
      <caption class="sr-only">
        ${caption}
      </caption>
      <thead>
        <tr class="border-b border-line text-soft">
          ${columns.map(
            (column) =>
              html`<th
                class="py-2 pr-4 font-medium last:pr-0 max-sm:pr-2 whitespace-nowrap ${hidden(column)}"
                scope="col"
              >
                ${column.title}
              </th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr class="border-b border-line align-top last:border-0">
              ${columns.map(
                (column) =>
                  html`<td
                    class="py-2.5 pr-4 last:pr-0 max-sm:pr-2 max-sm:[&_time]:whitespace-normal ${hidden(column)}"
                  >
                    ${column.cell(row)}
                  </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
