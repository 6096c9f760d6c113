import { type Html, html } from "../../../../shared/html";
import { icon, type IconName } from "./icon";

export type AlertKind = "info" | "warning" | "error";

const LOOKS: Record<AlertKind, { classes: string; sign: IconName }> = {
  info: { classes: "border-brand bg-tint", sign: "check" },
  warning: { classes: "border-rope bg-warning-tint", sign: "info" },
  error: { classes: "border-danger bg-danger-tint", sign: "warning" },
};

/** A message about the whole page. Errors are read out at once, others when there is a pause. */
export function alert(kind: AlertKind, message: string | Html, action?: Html): Html {
  const { classes, sign } = LOOKS[kind];
  return html`<div
    class="flex gap-3 rounded-lg border-l-4 px-4 py-3 text-ink ${classes}"
    role="${kind === "error" ? "alert" : "status"}"
  >
    <span class="pt-0.5">${icon(sign)}</span>
    <div class="min-w-0 grow wrap-anywhere">${message}</div>
    ${action}
  </div>`;
}
