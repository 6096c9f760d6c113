import type { AppError } from "../../../shared/errors";
import { type Html, html } from "../../../shared/html";
import { alert } from "./components/alert";
import { buttonLink } from "./components/button";
import { header } from "./components/header";
import { errorText } from "./forms/error-texts";
import type { Page } from "./layout/page";
import type { Texts } from "./texts";

/** Says what is wrong, what to do about it and, for a defect, the request id. */
export function errorPage(t: Texts, error: AppError, requestId: string): Page {
  const { code, status } = error;
  const title = t(`errors.codes.${code}.title`);
  return {
    title,
    width: "narrow",
    main: html`<p class="mb-2 text-sm font-semibold text-soft tabular-nums">${status}</p>
      ${header({ title, subtitle: errorText(t, error) })} ${whatIsDown(t, error)}
      <p class="mt-6">${buttonLink({ label: t("errors.home"), href: "/", kind: "secondary" })}</p>
      ${
        status >= 500 &&
        html`<p class="mt-8 text-sm text-soft">
          ${t("errors.request")}
          <code>${requestId}</code>
        </p>`
      }`,
  };
}

function whatIsDown(t: Texts, { part }: AppError): Html | undefined {
  const key = `errors.down.${part}`;
  return t.has(key) ? alert("warning", t(key)) : undefined;
}
