import { type Html, html } from "../../../../shared/html";

export interface Modal {
  /** A button with `opens` of the same name opens it. */
  id: string;
  title: string;
  body: string | Html;
  /** A form with the button that does it. */
  confirm: Html;
  cancel: string;
}

/**
 * Asks before something that cannot be undone. The browser opens and closes it without a script: by its
 * buttons, Escape or a click outside, and returns the focus.
 */
export function modal({ id, title, body, confirm, cancel }: Modal): Html {
  return html`<dialog
    class="m-auto w-[calc(100%-2rem)] max-w-md rounded-xl border border-line bg-card p-6 text-ink shadow-lg backdrop:bg-black/40"
    id="${id}"
    popover
    aria-labelledby="${id}-title"
  >
    <h2 class="text-lg font-semibold" id="${id}-title">${title}</h2>
    <p class="mt-2 text-soft">${body}</p>
    <div class="mt-6 flex flex-wrap justify-end gap-3">
      <button
        class="inline-flex min-h-11 items-center rounded-lg border border-edge px-5 font-semibold hover:bg-tint"
        type="button"
        popovertarget="${id}"
        popovertargetaction="hide"
        autofocus
      >
        ${cancel}
      </button>
      ${confirm}
    </div>
  </dialog>`;
}
