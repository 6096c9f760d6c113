import { errorCatalogue, type ErrorCode, isErrorCode } from "../../../../shared/errors";
import { html } from "../../../../shared/html";
import { header } from "../components/header";
import { backLink } from "../components/link";
import type { Page } from "../layout/page";
import type { View } from "../routing/page-routes";
import type { Texts } from "../texts";

/** What the address of a kind of problem leads to; one for each code of the catalogue. */
export const problems: Record<string, View> = Object.fromEntries(
  Object.keys(errorCatalogue)
    .filter(isErrorCode)
    .map((code) => [
      `/problems/${code}`,
      { for: "anyone", show: ({ t }) => ({ page: problemPage(t, code) }) } satisfies View,
    ]),
);

function problemPage(t: Texts, code: ErrorCode): Page {
  const { status } = errorCatalogue[code];
  const title = t(`errors.codes.${code}.title`);
  return {
    title,
    main: html`${header({
        back: backLink("/api/docs#problems", t("problems.all")),
        title,
        subtitle: t(`errors.codes.${code}.text`),
      })}
      <p>${t("problems.code")} <code>${code}</code> · ${t("problems.status")} ${status}</p>`,
  };
}
