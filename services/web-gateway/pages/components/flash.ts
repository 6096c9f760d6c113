import { type Html, html } from "../../../../shared/html";
import type { TextKey, Texts } from "../texts";
import { alert } from "./alert";
import { icon } from "./icon";

/** A message that is shown once, on the next page after a change. */
export interface Flash {
  kind: "info" | "error";
  key: TextKey;
}

/** A message from the previous page; with JavaScript it can be dismissed. */
export function flashMessage(t: Texts, flash: Flash): Html {
  if (!t.has(flash.key)) return html``;
  const close = html`<button
    class="hidden size-8 shrink-0 items-center justify-center rounded-md hover:bg-card js:inline-flex"
    type="button"
    data-dismiss
  >
    ${icon("close", "small")}<span class="sr-only">${t("common.dismiss")}</span>
  </button>`;
  return html`<div class="mb-6" data-flash>${alert(flash.kind, t(flash.key), close)}</div>`;
}

/** Says that the page is no longer kept up to date. The script shows it. */
export function connectionNotice(t: Texts): Html {
  return html`<div class="fixed inset-x-4 bottom-4 z-10 mx-auto max-w-md" id="connection" hidden>
    ${alert("warning", t("common.connection_lost"))}
  </div>`;
}
