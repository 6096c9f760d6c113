import { html, type Html } from "../../../../shared/html";
import { label } from "./label";

export interface Select {
  name: string;
  label: string;
  options: readonly (readonly [value: string, label: string])[];
  value?: string | undefined;
}

/** A choice of one among a few. */
export function select({ name, label: text, options, value }: Select): Html {
  return html`<div>
    ${label(name, text)}
    <select
      class="mt-1 block min-h-11 w-full rounded-lg border border-edge bg-card px-3 py-2 text-base text-ink"
      id="${name}"
      name="${name}"
    >
      ${options.map(
        ([option, shown]) =>
          html`<option value="${option}" ${option === value && html`selected`}>${shown}</option>`,
      )}
    </select>
  </div>`;
}
