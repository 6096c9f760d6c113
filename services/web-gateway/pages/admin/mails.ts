import type { ListedMail } from "../../../../shared/contracts";
import { isOutage } from "../../../../shared/errors";
import { type Html, html } from "../../../../shared/html";
import { recover } from "../../api/recover";
import type { Flash } from "../components/flash";
import { table } from "../components/table";
import type { Fields } from "../forms/form";
import type { Pages } from "../routing/page-routes";
import { error, info } from "../state/flash";
import { act } from "../visits/act";
import type { Visit } from "../visits/visit";
import { failureColumns, givenUpForms } from "./given-up";
import { peopleOf, who } from "./people";

const ACTION = "/admin/mails";
const SHOWN = 20;

/** The mails that were given up, the last one first. Each is named by its user as they are now, not by where it was to go. */
export async function mailList(visit: Visit): Promise<Html> {
  const { t } = visit;
  const asked = async () => (await act(visit, "notifier", "listMailDeliveries", PAGE)).data;
  const mails = await recover<ListedMail[] | undefined>(asked, isOutage, () => undefined);
  if (!mails)
    return html`<p class="text-soft">${t("admin.dead_letters.away", { name: "notifier" })}</p>`;
  const people = await peopleOf(
    visit,
    mails.map(({ user_id }) => user_id),
  );
  return table<ListedMail>({
    caption: t("admin.mails.title"),
    empty: t("admin.mails.none"),
    rows: mails,
    columns: [
      {
        title: t("admin.mails.kind"),
        cell: ({ kind, event_id, user_id }) =>
          html`${kindName(visit, kind)}<br /><code
              class="text-xs whitespace-nowrap text-soft max-md:hidden"
              >${event_id}</code
            ><span class="md:hidden">${who(visit, user_id, people)}</span>`,
      },
      {
        title: t("admin.mails.user"),
        cell: ({ user_id }) => who(visit, user_id, people),
        wide: true,
      },
      ...failureColumns<ListedMail>(visit, ({ event_id, kind }) => ({
        action: ACTION,
        fields: { kind, id: event_id },
        isRetriable: true,
        title: "admin.mails.discard_title",
        lead: "admin.mails.discard_lead",
      })),
    ],
  });
}

const PAGE = { state: "given_up", limit: SHOWN } as const;

/** What a kind is called; one of a newer version has its name only. */
function kindName({ t }: Visit, kind: string): string | Html {
  switch (kind) {
    case "confirmation":
    case "password_reset":
    case "invitation":
    case "email_change":
    case "email_change_notice":
    case "password_changed":
    case "password_was_reset":
    case "factor_added":
    case "factor_removed":
    case "recovery_codes_generated":
    case "recovery_code_used":
      return t(`admin.mails.kinds.${kind}`);
    default:
      return html`<span class="wrap-anywhere">${kind}</span>`;
  }
}

/** Retrying or discarding a mail. Both are recorded, as by the command line. */
export function mailForms(page: string): NonNullable<Pages["forms"]> {
  return givenUpForms({ page, action: ACTION, retry, discard, gone: "admin.mails.gone" });
}

async function retry(visit: Visit, { id = "", kind = "" }: Fields): Promise<Flash> {
  const { retried } = await act(visit, "notifier", "retryMailDeliveries", { ids: [id], kind });
  if (retried === 0) return error("admin.mails.gone");
  await record(visit, "mails.retried", { id, kind }, { retried });
  return info("admin.mails.retried");
}

async function discard(visit: Visit, { id = "", kind = "" }: Fields): Promise<Flash> {
  await act(visit, "notifier", "discardMailDelivery", { event_id: id, kind });
  await record(visit, "mails.discarded", { id, kind }, { discarded: 1 });
  return info("admin.mails.discarded");
}

async function record(
  visit: Visit,
  operation: "mails.retried" | "mails.discarded",
  { id, kind }: { id: string; kind: string },
  counts: Record<string, number>,
): Promise<void> {
  const filter = { ids: [id], kind };
  const about = { operation, subscriber: "notifier", filter, counts } as const;
  await act(visit, "events", "recordOperation", about);
}
