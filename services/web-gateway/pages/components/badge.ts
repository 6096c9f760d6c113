import { type Html, html } from "../../../../shared/html";

export type BadgeKind = "neutral" | "good" | "warning" | "danger";

const KINDS: Record<BadgeKind, string> = {
  neutral: "border-line text-soft",
  good: "border-brand bg-tint text-brand",
  warning: "border-rope bg-warning-tint text-warning",
  danger: "border-danger bg-danger-tint text-danger",
};

/** A state in a word or two. */
export function badge(label: string, kind: BadgeKind = "neutral"): Html {
  return html`<span
    class="inline-block rounded-full border px-2.5 py-px text-xs font-medium whitespace-nowrap ${KINDS[kind]}"
    >${label}</span
  >`;
}
