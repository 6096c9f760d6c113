import { type Html, html } from "../../../../../shared/html";
import type { Texts } from "../../texts";
import { icon } from "../icon";
import { input, type InputType } from "./input";
import { label } from "./label";
import { type Choices, select } from "./select";

export interface Field {
  name: string;
  label: string | Html;
  type?: InputType;
  /** The choices of a select; a text input when absent. */
  choices?: Choices | undefined;
  /** Tells one field from others of its name on the page; the name when absent. */
  id?: string;
  value?: string | undefined;
  hint?: string | undefined;
  /** The error of the field. */
  error?: string | undefined;
  /** Errors come with a new page only, so no space is reserved for one. */
  free?: boolean;
  required?: boolean;
  autocomplete?: string;
  focused?: boolean | undefined;
  live?: string;
}

/** A field of a form: label, hint, input or select, and space for an error, so that nothing moves when one appears. */
export function field(t: Texts, options: Field): Html {
  const { name, type = "text", choices, hint, error, free = false, id = name } = options;
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [hint === undefined ? "" : hintId, free ? "" : errorId].join(" ").trim();
  const common = { ...options, id, describedBy, invalid: error !== undefined };
  return html`<div>
    ${label(id, options.label)}
    ${hint !== undefined && html`<p class="text-sm text-soft" id="${hintId}">${hint}</p>`}
    <div class="relative mt-1">
      ${choices ? select({ ...common, choices }) : input({ ...common, type })}
      ${type === "password" && reveal(t, id)}
    </div>
    ${
      !free &&
      html`<p class="min-h-6 pt-0.5 text-sm text-danger" id="${errorId}" aria-live="polite">
        ${error}
      </p>`
    }
  </div>`;
}

/** Shows and hides a password. It needs JavaScript and is hidden without. */
function reveal(t: Texts, id: string): Html {
  return html`<button
    class="absolute inset-y-0 right-0 hidden w-11 items-center justify-center rounded-lg text-soft hover:text-ink js:flex"
    type="button"
    aria-pressed="false"
    aria-controls="${id}"
    data-reveal="${id}"
  >
    <span data-when="hidden">${icon("eye")}</span>
    <span data-when="shown" hidden>${icon("eye-off")}</span>
    <span class="sr-only">${t("common.show_password")}</span>
  </button>`;
}
