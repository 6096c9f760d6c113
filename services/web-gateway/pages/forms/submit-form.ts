import type { AppError } from "../../../../shared/errors";
import { fromThrown } from "../../../../shared/service";
import { noteProblem, retryAfterOf } from "../../http/problem";
import { error as sayError } from "../state/flash";
import type { PageAnswer } from "../visits/page-answer";
import type { Visit } from "../visits/visit";
import { answerOfForm } from "./answer-of-form";
import type { Fields, Form } from "./form";
import { explain, keep } from "./typed";

/** The path of the page that a form is on. */
export function pageOf(form: Form, { params }: Visit): string {
  const encoded = Object.entries(params).map(([name, value]) => [name, encodeURIComponent(value)]);
  return form.page(Object.fromEntries(encoded) as Record<string, string>);
}

/** Errors that are not about the input are answered with an error page. */
const NOT_ABOUT_THE_FORM = new Set(["forbidden", "not_found", "internal"]);

/** Submits a form, or shows it again with its errors and everything that was typed but passwords. */
export async function submitForm(visit: Visit, form: Form, fields: Fields): Promise<PageAnswer> {
  try {
    return (await answerOfForm(visit, form, fields)) ?? (await expired(visit, form, fields));
  } catch (thrown) {
    const error = fromThrown(thrown);
    if (NOT_ABOUT_THE_FORM.has(error.code)) throw error;
    if (error.code === "unauthenticated") {
      return { to: "/users/log_in", flash: sayError("log_in.session_over") };
    }
    noteProblem(visit.exchange, error);
    return await showAgain(visit, form, fields, error);
  }
}

async function expired(visit: Visit, form: Form, fields: Fields): Promise<PageAnswer> {
  if (!form.show) return { to: pageOf(form, visit), flash: sayError("forms.expired_press") };
  const shown = await form.show(visit, keep(fields, { notice: visit.t("forms.expired") }));
  return withStatus(shown, 403);
}

async function showAgain(
  visit: Visit,
  form: Form,
  fields: Fields,
  error: AppError,
): Promise<PageAnswer> {
  if (!form.show)
    return { to: pageOf(form, visit), flash: sayError(`errors.codes.${error.code}.text`) };
  const shown = await form.show(visit, keep(fields, explain(visit, error)));
  return withStatus(shown, error.status, retryAfterOf(error));
}

function withStatus(
  answer: PageAnswer,
  status: number,
  headers: Record<string, string> = {},
): PageAnswer {
  return "page" in answer ? { ...answer, status, headers } : answer;
}
