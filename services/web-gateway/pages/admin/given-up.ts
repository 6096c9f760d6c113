import { type Html, html } from "../../../../shared/html";
import { recover } from "../../api/recover";
import { button } from "../components/button";
import type { Flash } from "../components/flash";
import { form } from "../components/forms/form";
import { modal } from "../components/modal";
import type { Column } from "../components/table";
import { moment } from "../components/time";
import type { Fields } from "../forms/form";
import type { Pages } from "../routing/page-routes";
import { error } from "../state/flash";
import type { TextKey } from "../texts";
import type { Visit } from "../visits/visit";

/** What is shown of anything that was tried and given up. */
interface GivenUp {
  attempts: number;
  last_error: string | null;
  given_up_at: string | null;
}

/** What may be done about it. */
interface Choices {
  /** Where its forms go. */
  action: string;
  /** What tells it from others. */
  fields: Readonly<Record<string, string>>;
  isRetriable: boolean;
  title: TextKey;
  lead: TextKey;
}

/** The columns of what was given up that follow its names: why, when, and what to do. */
export function failureColumns<Row extends GivenUp>(
  visit: Visit,
  choicesOf: (row: Row) => Choices,
): Column<Row>[] {
  const { t, language } = visit;
  return [
    {
      title: t("admin.dead_letters.error"),
      cell: ({ last_error, attempts }) =>
        html`<span class="wrap-anywhere">${last_error ?? "–"}</span>
          <span class="text-soft"
            >(${t("admin.dead_letters.attempts", { count: attempts })})</span
          >`,
    },
    {
      title: t("admin.dead_letters.given_up_at"),
      cell: ({ given_up_at }) => (given_up_at === null ? html`–` : moment(language, given_up_at)),
      wide: true,
    },
    {
      title: t("admin.dead_letters.action"),
      cell: (row) => actions(visit, choicesOf(row)),
    },
  ];
}

function actions(visit: Visit, { action, fields, isRetriable, title, lead }: Choices): Html {
  const { t } = visit;
  const id = ["discard", ...Object.values(fields)].join("-");
  const of = (method: "POST" | "DELETE", press: Html): Html =>
    form({
      action,
      ...(method === "POST" ? {} : { method }),
      token: visit.formToken(),
      inline: true,
      body: html`${Object.entries(fields).map(
        ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
      )}
      ${press}`,
    });
  return html`<div class="flex flex-wrap gap-2">
    ${isRetriable && of("POST", button({ label: t("admin.dead_letters.retry"), kind: "secondary", small: true }))}
    ${button({ label: t("admin.dead_letters.discard"), kind: "quiet", small: true, opens: id })}
    ${modal({
      id,
      title: t(title),
      body: t(lead),
      cancel: t("common.cancel"),
      confirm: of("DELETE", button({ label: t("admin.dead_letters.discard"), kind: "danger" })),
    })}
  </div>`;
}

type Work = (visit: Visit, fields: Fields) => Promise<Flash>;

/** The forms of what was given up; `gone` is said of what is not there any more. */
export function givenUpForms(options: {
  page: string;
  action: string;
  retry: Work;
  discard: Work;
  gone: Parameters<typeof error>[0];
}): NonNullable<Pages["forms"]> {
  const { page, action, gone } = options;
  const doing = (work: Work) => ({
    for: "admins" as const,
    page: () => page,
    submit: async (visit: Visit, fields: Fields) => ({
      to: page,
      flash: await unlessGone(() => work(visit, fields), gone),
    }),
  });
  return { [`POST ${action}`]: doing(options.retry), [`DELETE ${action}`]: doing(options.discard) };
}

async function unlessGone(
  work: () => Promise<Flash>,
  gone: Parameters<typeof error>[0],
): Promise<Flash> {
  return await recover(
    work,
    ({ status }) => status === 404,
    () => error(gone),
  );
}
