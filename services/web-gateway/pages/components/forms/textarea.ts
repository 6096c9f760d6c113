import { type Html, html } from "../../../../../shared/html";
import { label } from "./label";

export interface Textarea {
  name: string;
  label: string;
  value?: string;
  rows?: number;
}

/** Room for several lines. */
export function textarea({ name, label: text, value, rows = 4 }: Textarea): Html {
  // A line break right after the tag is not part of the value, so one is always put there.
  return html`<div>
    ${label(name, text)}
    <textarea
      class="mt-1 block w-full rounded-lg border border-edge bg-card px-3 py-2 text-base text-ink"
      id="${name}"
      name="${name}"
      rows="${rows}"
    >
${value}</textarea>
  </div>`;
}
