import { type Html, html } from "../../../../../shared/html";

export interface Checkbox {
  name: string;
  label: string;
  checked?: boolean;
}

/** A choice of yes or no; the form has `name=true` when it is yes. */
export function checkbox({ name, label, checked }: Checkbox): Html {
  return html`<label class="flex min-h-8 items-center gap-3">
    <input
      class="size-5 shrink-0 accent-brand"
      type="checkbox"
      name="${name}"
      value="true"
      ${checked && html`checked`}
    />
    <span>${label}</span>
  </label>`;
}
