import { type ListedMail, NAMED_IDS } from "../../shared/contracts";
import type { Calls } from "../../shared/service";
import { OPERATOR } from "../operate";
import { findMail } from "./find-mails";

/**
 * Forgets a mail of each of some events and writes down that it did. Throws, before anything changes, a
 * CommandError for an event of which none was given up, and a UsageError for one with several.
 */
export async function discardMails(
  call: Pick<Calls, "events" | "notifier">,
  ids: readonly string[],
  kind: { kind?: string },
): Promise<ListedMail[]> {
  const chosen: ListedMail[] = [];
  for (const id of ids) chosen.push(await findMail(call, id, kind));
  const discarded: ListedMail[] = [];
  try {
    for (const { event_id, kind: its } of chosen) {
      const answer = await call.notifier.discardMailDelivery({ event_id, kind: its }, OPERATOR);
      discarded.push(answer.delivery);
    }
  } finally {
    if (discarded.length > 0) {
      const named = discarded.slice(0, NAMED_IDS).map(({ event_id }) => event_id);
      const filter = { ids: named, ...kind };
      const fields = { operation: "mails.discarded", subscriber: "notifier", filter } as const;
      const counts = { discarded: discarded.length };
      await call.events.recordOperation({ ...fields, counts }, OPERATOR);
    }
  }
  return discarded;
}
