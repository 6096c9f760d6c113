import type { notifier } from "../../../shared/contracts";
import { type ListedMail, type ParamsOf, uuidOf } from "../../../shared/contracts";
import type { ListedDelivery } from "../../../shared/courier";
import { decodeCursor, encodeCursor, listName, toPage } from "../../../shared/cursors";
import { AppError } from "../../../shared/errors";
import { encodeTypeId } from "../../../shared/ids";
import type { NotifierDeps } from "../deps";
import { countMails, type MailDelivery, parkedMails } from "../store/deliveries";

type Actions = (typeof notifier)["actions"];
type Listed = ListedDelivery<MailDelivery>;

/** What an operator sees and does about mails that were given up. No answer says to which address one goes. */
export const mailDeliveryActions = {
  async listMailDeliveries(
    deps: NotifierDeps,
    { state, kind, limit, cursor }: ParamsOf<Actions["listMailDeliveries"]>,
  ) {
    const list = listName("notifier.listMailDeliveries", { state, kind });
    const after = decodeCursor(deps.signer, list, cursor);
    const filters = { waiting: state === "waiting", where: ofKind(kind) };
    const rows = await parkedMails(deps.db).list(filters, { after, limit: limit + 1 });
    return toPage(rows, limit, toListed, ({ position }) =>
      encodeCursor(deps.signer, list, position),
    );
  },

  async countMailDeliveries({ db }: NotifierDeps) {
    const { waiting, givenUp } = await countMails(db);
    return { waiting, given_up: givenUp };
  },

  async getMailDeliveries(deps: NotifierDeps, params: { event_id: string }) {
    return { data: (await ofEvents(deps, [params.event_id])).map(toListed) };
  },

  async retryMailDeliveries(
    deps: NotifierDeps,
    { ids, kind, before, limit }: ParamsOf<Actions["retryMailDeliveries"]>,
  ) {
    const mails = parkedMails(deps.db);
    const until = before ?? (await mails.now());
    const { retried, left } = ids
      ? { retried: await mails.retry(await idsOf(ofEvents(deps, ids, kind))), left: 0 }
      : await mails.retryBefore(until, limit);
    if (retried > 0) deps.courier.loop?.nudge();
    return { retried, left, before: until };
  },

  async discardMailDelivery(deps: NotifierDeps, params: { event_id: string; kind: string }) {
    const [found] = await ofEvents(deps, [params.event_id], params.kind);
    if (!found || !(await parkedMails(deps.db).discard(found.id))) throw notThere(params.event_id);
    return { delivery: toListed(found) };
  },
};

/** The mails of some events, of one kind or all, that were given up. Throws `not_found` when there are none. */
async function ofEvents(
  { db }: NotifierDeps,
  ids: readonly string[],
  kind?: string,
): Promise<Listed[]> {
  const found = await parkedMails(db).find("event_id", ids.map(uuidOf));
  const wanted = found.filter((mail) => kind === undefined || mail.kind === kind);
  if (wanted.length === 0) throw notThere(ids.join(", "));
  return wanted;
}

async function idsOf(mails: Promise<Listed[]>): Promise<string[]> {
  return (await mails).map(({ id }) => id);
}

function ofKind(kind: string | undefined): Partial<MailDelivery> {
  return kind === undefined ? {} : ({ kind } as Partial<MailDelivery>);
}

function notThere(eventId: string): AppError {
  return new AppError("not_found", { detail: `no mail of ${eventId} was given up` });
}

function toListed({ event_id, kind, user_id, attempts, last_error, ...times }: Listed): ListedMail {
  return {
    event_id: encodeTypeId("event", event_id),
    kind,
    user_id: encodeTypeId("user", user_id),
    attempts,
    last_error,
    created_at: times.created_at.toISOString(),
    due_at: times.due_at?.toISOString() ?? null,
    given_up_at: times.given_up_at?.toISOString() ?? null,
  };
}
