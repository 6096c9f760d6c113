import type { ListedMail } from "../../shared/contracts";
import type { Calls } from "../../shared/service";
import { CommandError } from "../command-error";
import { OPERATOR } from "../operate";
import { unlessRefused } from "../unless-refused";
import { UsageError } from "../usage-error";

/** The mails of an event that were given up, of one kind or all. Throws a CommandError when there are none. */
export async function findMails(
  { notifier }: Pick<Calls, "notifier">,
  event_id: string,
  { kind }: { kind?: string },
): Promise<ListedMail[]> {
  const answer = notifier.getMailDeliveries({ event_id }, OPERATOR);
  const known = await unlessRefused(answer, ["not_found"], () => ({ data: [] as ListedMail[] }));
  const found = known.data.filter((mail) => kind === undefined || mail.kind === kind);
  if (found.length > 0) return found;
  throw new CommandError(
    `no mail${kind === undefined ? "" : ` ${kind}`} of ${event_id} was given up`,
  );
}

/** The one mail of an event that was given up. Throws a UsageError where there are several: which is meant must be said. */
export async function findMail(
  call: Pick<Calls, "notifier">,
  event_id: string,
  filter: { kind?: string },
): Promise<ListedMail> {
  const [mail, ...others] = await findMails(call, event_id, filter);
  if (mail && others.length === 0) return mail;
  const kinds = [mail, ...others].map((one) => one?.kind).join(" and ");
  throw new UsageError(`${event_id} has mails ${kinds}; choose one with --kind`);
}
