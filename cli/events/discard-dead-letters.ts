import { NAMED_IDS, type DeadLetter } from "../../shared/contracts";
import type { Calls } from "../../shared/service";
import { OPERATOR } from "../operate";
import { UsageError } from "../usage-error";
import { findDeadLetters } from "./find-dead-letters";
import type { SubscriberName } from "../../shared/contracts";

/**
 * Forgets dead letters and writes down that it did. Throws, before anything changes, a CommandError
 * for an id that nobody has, and a UsageError for one that several have: which is meant must be said.
 */
export async function discardDeadLetters(
  call: Pick<Calls, "accounts" | SubscriberName>,
  subscribers: readonly SubscriberName[],
  ids: readonly string[],
): Promise<DeadLetter[]> {
  const chosen = new Map<SubscriberName, string[]>();
  for (const id of ids) {
    const [letter, ...others] = await findDeadLetters(call, subscribers, id);
    if (!letter) continue;
    if (others.length > 0) {
      const names = [letter, ...others].map(({ subscriber }) => subscriber).join(" and ");
      throw new UsageError(`${names} have ${id}; choose one with --subscriber`);
    }
    chosen.set(letter.subscriber, [...(chosen.get(letter.subscriber) ?? []), id]);
  }
  const discarded: DeadLetter[] = [];
  for (const [subscriber, some] of chosen) {
    const before = discarded.length;
    try {
      for (const id of some) {
        discarded.push((await call[subscriber].discardDeadLetter({ id }, OPERATOR)).dead_letter);
      }
    } finally {
      await record(call, subscriber, discarded.slice(before));
    }
  }
  return discarded;
}

async function record(
  { accounts }: Pick<Calls, "accounts">,
  subscriber: SubscriberName,
  letters: readonly DeadLetter[],
): Promise<void> {
  if (letters.length === 0) return;
  const fields = { operation: "dead_letters.discarded", subscriber } as const;
  const filter = { ids: letters.slice(0, NAMED_IDS).map(({ event_id }) => event_id) };
  const counts = { discarded: letters.length };
  await accounts.recordOperation({ ...fields, filter, counts }, OPERATOR);
}
