import {
  type DeadLetter,
  type SubscriberName,
  subscriberNames,
} from "../../../../shared/contracts";
import { AppError, isOutage } from "../../../../shared/errors";
import { type Html, html } from "../../../../shared/html";
import { recover } from "../../api/recover";
import type { Flash } from "../components/flash";
import { table } from "../components/table";
import { eventName } from "../events/names";
import type { Fields } from "../forms/form";
import type { Pages } from "../routing/page-routes";
import { error, info } from "../state/flash";
import { act } from "../visits/act";
import type { Visit } from "../visits/visit";
import { failureColumns, givenUpForms } from "./given-up";

const ACTION = "/admin/dead_letters";
const SHOWN = 20;

/** The dead letters of each subscriber; a subscriber that does not answer is named. */
export async function deadLetterLists(visit: Visit): Promise<Html> {
  const { t, language } = visit;
  const lists = await Promise.all(subscriberNames.map((name) => lettersOf(visit, name)));
  const away = subscriberNames.filter((_, index) => lists[index] === undefined);
  const letters = lists.flatMap((list) => list ?? []);
  return html`${away.map((name) => html`<p class="text-soft">${t("admin.dead_letters.away", { name })}</p>`)}
  ${table<DeadLetter>({
    caption: t("admin.dead_letters.title"),
    empty: t("admin.dead_letters.none"),
    rows: letters,
    columns: [
      {
        title: t("admin.audit.what"),
        cell({ type, subscriber }) {
          const name = eventName(language, type);
          // What has no name of ours is whatever its sender said.
          const wraps = name === type && "wrap-anywhere";
          return html`<span class="${wraps}">${name}</span
            ><span class="block text-soft md:hidden">${subscriber}</span>`;
        },
      },
      {
        title: t("admin.dead_letters.subscriber"),
        cell: ({ subscriber }) => subscriber,
        wide: true,
      },
      ...failureColumns<DeadLetter>(visit, ({ event_id, subscriber, envelope }) => ({
        action: ACTION,
        fields: { subscriber, id: event_id },
        isRetriable: envelope !== null,
        title: "admin.dead_letters.discard_title",
        lead: "admin.dead_letters.discard_lead",
      })),
    ],
  })}`;
}

async function lettersOf(visit: Visit, name: SubscriberName): Promise<DeadLetter[] | undefined> {
  const letters = async () => (await act(visit, name, "listDeadLetters", { limit: SHOWN })).data;
  return await recover<DeadLetter[] | undefined>(letters, isOutage, () => undefined);
}

/** Retrying or discarding a dead letter. Both are recorded, as by the command line. */
export function deadLetterForms(page: string): NonNullable<Pages["forms"]> {
  return givenUpForms({ page, action: ACTION, retry, discard, gone: "admin.dead_letters.gone" });
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
  await act(visit, subscriber, "discardDeadLetter", { id });
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
  await act(visit, "events", "recordOperation", { operation, subscriber, filter, counts });
}

function chosen({ subscriber, id = "" }: Fields): { subscriber: SubscriberName; id: string } {
  const name = subscriberNames.find((each) => each === subscriber);
  if (!name) throw new AppError("not_found");
  return { subscriber: name, id };
}
