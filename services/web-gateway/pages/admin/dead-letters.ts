import {
  subscriberNames,
  type DeadLetter,
  type SubscriberName,
} from "../../../../shared/contracts";
import { AppError } from "../../../../shared/errors";
import { button } from "../components/button";
import { form } from "../components/form";
import { modal } from "../components/modal";
import { table } from "../components/table";
import { moment } from "../components/time";
import { eventName } from "../events/names";
import { html, type Html } from "../../../../shared/html";
import { act } from "../visits/act";
import { error, info, type Flash } from "../visits/flash";
import type { Pages } from "../visits/page-routes";
import type { Fields } from "../visits/submit-form";
import type { Visit } from "../visits/visit";

const ACTION = "/admin/dead_letters";
const SHOWN = 20;

/** What each subscriber has given up; one that is away says so, and the others are shown. */
export async function deadLetterLists(visit: Visit): Promise<Html> {
  const { t } = visit;
  const lists = await Promise.all(subscriberNames.map((name) => lettersOf(visit, name)));
  const away = subscriberNames.filter((_, index) => lists[index] === undefined);
  const letters = lists.flatMap((list) => list ?? []);
  return html`${away.map((name) => html`<p class="text-soft">${t("admin.dead_letters.away", { name })}</p>`)}
  ${table<DeadLetter>({
    caption: t("admin.dead_letters.title"),
    empty: t("admin.dead_letters.none"),
    rows: letters,
    columns: [
      { title: t("admin.audit.what"), cell: ({ type }) => eventName(t, type) },
      { title: t("admin.dead_letters.subscriber"), cell: ({ subscriber }) => subscriber },
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
        cell: ({ given_up_at }) => moment(visit.language, given_up_at),
        wide: true,
      },
      { title: t("admin.dead_letters.action"), cell: (letter) => actions(visit, letter) },
    ],
  })}`;
}

async function lettersOf(visit: Visit, name: SubscriberName): Promise<DeadLetter[] | undefined> {
  try {
    return (await act(visit, name, "listDeadLetters", { limit: SHOWN })).data;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.status >= 503) return undefined;
    throw thrown;
  }
}

function actions(visit: Visit, { event_id, subscriber, envelope }: DeadLetter): Html {
  const { t } = visit;
  const id = `discard-${subscriber}-${event_id}`;
  const of = (method: "POST" | "DELETE", press: Html): Html =>
    form({
      action: ACTION,
      ...(method === "POST" ? {} : { method }),
      token: visit.formToken(),
      inline: true,
      body: html`<input type="hidden" name="subscriber" value="${subscriber}" />
        <input type="hidden" name="id" value="${event_id}" />
        ${press}`,
    });
  return html`<div class="flex gap-2">
    ${envelope && of("POST", button({ label: t("admin.dead_letters.retry"), kind: "secondary", small: true }))}
    ${button({ label: t("admin.dead_letters.discard"), kind: "quiet", small: true, opens: id })}
    ${modal({
      id,
      title: t("admin.dead_letters.discard_title"),
      body: t("admin.dead_letters.discard_lead"),
      cancel: t("common.cancel"),
      confirm: of("DELETE", button({ label: t("admin.dead_letters.discard"), kind: "danger" })),
    })}
  </div>`;
}

/** Trying what was given up again, or forgetting it. Either is written down, as by the command line. */
export function deadLetterForms(page: string): NonNullable<Pages["forms"]> {
  const doing = (work: typeof retry) => ({
    for: "admins" as const,
    page: () => page,
    submit: async (visit: Visit, fields: Fields) => ({
      to: page,
      flash: await work(visit, fields),
    }),
  });
  return { [`POST ${ACTION}`]: doing(retry), [`DELETE ${ACTION}`]: doing(discard) };
}

async function retry(visit: Visit, fields: Fields): Promise<Flash> {
  const { subscriber, id } = chosen(fields);
  const { retried } = await act(visit, subscriber, "retryDeadLetters", { ids: [id] });
  if (retried === 0) return error("admin.dead_letters.gone");
  await record(visit, "dead_letters.retried", { subscriber, id }, { retried });
  return info("admin.dead_letters.retried");
}

async function discard(visit: Visit, fields: Fields): Promise<Flash> {
  const { subscriber, id } = chosen(fields);
  try {
    await act(visit, subscriber, "discardDeadLetter", { id });
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.status === 404)
      return error("admin.dead_letters.gone");
    throw thrown;
  }
  await record(visit, "dead_letters.discarded", { subscriber, id }, { discarded: 1 });
  return info("admin.dead_letters.discarded");
}

async function record(
  visit: Visit,
  operation: "dead_letters.retried" | "dead_letters.discarded",
  { subscriber, id }: { subscriber: SubscriberName; id: string },
  counts: Record<string, number>,
): Promise<void> {
  const filter = { ids: [id] };
  await act(visit, "accounts", "recordOperation", { operation, subscriber, filter, counts });
}

function chosen({ subscriber, id = "" }: Fields): { subscriber: SubscriberName; id: string } {
  const name = subscriberNames.find((each) => each === subscriber);
  if (!name) throw new AppError("not_found");
  return { subscriber: name, id };
}
