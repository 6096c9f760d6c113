import { type Html, html } from "../../../../shared/html";

export type ButtonKind = "primary" | "secondary" | "danger" | "quiet";

export interface Button {
  label: string | Html;
  kind?: ButtonKind;
  small?: boolean;
  /** What the form gets when this is the button that sends it. */
  name?: string;
  value?: string;
  /** The id of the modal that it opens, instead of sending a form. */
  opens?: string;
}

const SHAPE =
  "inline-flex items-center justify-center gap-2 rounded-lg font-semibold text-center no-underline transition-colors";
const SIZES = { normal: "min-h-11 px-5 py-2", small: "min-h-9 px-3 py-1 text-sm" };
const KINDS: Record<ButtonKind, string> = {
  primary: "bg-brand text-on-brand hover:bg-brand-strong",
  secondary: "border border-edge bg-card text-ink hover:bg-tint",
  danger: "bg-danger text-on-danger hover:bg-danger-strong",
  quiet: "text-brand hover:bg-tint",
};

/** The classes of a button, for what only looks like one. */
export function buttonClass(kind: ButtonKind = "primary", small = false): string {
  return `${SHAPE} ${small ? SIZES.small : SIZES.normal} ${KINDS[kind]}`;
}

/** A button: sends the form it is in, or opens a modal. */
export function button({ label, kind, small, name, value, opens }: Button): Html {
  return html`<button
    class="${buttonClass(kind, small)}"
    ${name !== undefined && html`name="${name}" value="${value ?? ""}"`}
    ${opens !== undefined && html`type="button" popovertarget="${opens}"`}
  >
    ${label}
  </button>`;
}

/** A link that looks like a button, for the way that most people want to go from here. */
export function buttonLink({
  label,
  href,
  kind,
  small,
}: Pick<Button, "label" | "kind" | "small"> & { href: string }): Html {
  return html`<a class="${buttonClass(kind, small)}" href="${href}">${label}</a>`;
}
