import { errorCatalogue, type ErrorCode } from "../../../shared/errors";
import { html } from "./html";
import { page } from "./layout";

/** What the address of a kind of problem leads to. */
export function problemPage(code: ErrorCode): string {
  const { status, title } = errorCatalogue[code];
  return page(
    title,
    html`<h1>${title}</h1>
      <p class="lead">
        A problem with the code <code>${code}</code>, answered with the status ${status}.
      </p>
      <p><a href="/api/docs#problems">All problems</a></p>`,
  );
}
