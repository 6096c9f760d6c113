import { type Html, html } from "../../../../../shared/html";

/** The kinds of one-line inputs; all others have a component of their own. */
export type InputType = "text" | "email" | "password" | "search" | "datetime-local";

export interface Input {
  id: string;
  name: string;
  type: InputType;
  value?: string | undefined;
  required?: boolean | undefined;
  /** What a password manager may fill in. */
  autocomplete?: string | undefined;
  /** The ids of the texts that belong to it. */
  describedBy: string;
  invalid: boolean;
  /** Where the page begins to read. */
  focused?: boolean | undefined;
  /** The form whose rules it is held against while one types. */
  live?: string | undefined;
}

const CLASSES =
  "block w-full min-h-11 rounded-lg border border-edge bg-card px-3 py-2 text-base text-ink placeholder:text-soft aria-invalid:border-danger";
// What is an address is neither capitalised nor corrected; phones show the keyboard for it.
const BY_TYPE: Partial<Record<InputType, Html>> = {
  email: html`inputmode="email" autocapitalize="none" spellcheck="false"`,
  password: html`autocapitalize="none" spellcheck="false"`,
};

/** An input of one line, without its label. */
export function input(options: Input): Html {
  const { id, name, type, value, required, autocomplete, describedBy, invalid, live } = options;
  return html`<input
    class="${CLASSES} ${type === "password" && "js:pr-12"}"
    id="${id}"
    name="${name}"
    type="${type}"
    ${value !== undefined && type !== "password" && html`value="${value}"`}
    ${required && html`required`}
    ${autocomplete !== undefined && html`autocomplete="${autocomplete}"`}
    ${BY_TYPE[type]}
    ${autocomplete === "one-time-code" && html`inputmode="numeric"`}
    ${describedBy !== "" && html`aria-describedby="${describedBy}"`}
    ${invalid && html`aria-invalid="true"`}
    ${options.focused && html`autofocus`}
    ${live !== undefined && html`hx-post="/users/validate/${live}" hx-trigger="input changed delay:400ms" hx-swap="none" hx-sync="closest form:queue last"`}
  />`;
}
