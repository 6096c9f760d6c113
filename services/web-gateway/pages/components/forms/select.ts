import { type Html, html } from "../../../../../shared/html";

/** What can be chosen: what is sent for it, and how it is called. */
export type Choices = readonly (readonly [value: string, label: string])[];

export interface Select {
  id: string;
  name: string;
  choices: Choices;
  value?: string | undefined;
  /** The ids of the texts that belong to it. */
  describedBy: string;
  invalid: boolean;
  /** Where the page begins to read. */
  focused?: boolean | undefined;
}

/** A choice of one among a few, without its label. A value that is none of them is shown as it came. */
export function select(options: Select): Html {
  const { id, name, choices, value = "", describedBy, invalid, focused } = options;
  const isStrange = value !== "" && !choices.some(([known]) => known === value);
  const shown: Choices = isStrange ? [[value, value], ...choices] : choices;
  return html`<select
    class="block min-h-11 w-full rounded-lg border border-edge bg-card px-3 py-2 text-base text-ink aria-invalid:border-danger"
    id="${id}"
    name="${name}"
    ${describedBy !== "" && html`aria-describedby="${describedBy}"`}
    ${invalid && html`aria-invalid="true"`}
    ${focused && html`autofocus`}
  >
    ${shown.map(
      ([choice, label]) =>
        html`<option value="${choice}" ${choice === value && html`selected`}>${label}</option>`,
    )}
  </select>`;
}
