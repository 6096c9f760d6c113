import { type DeadLetter, NAMED_IDS } from "../../shared/contracts";
import type { Calls } from "../../shared/service";
import { OPERATOR } from "../operate";
import type { ChosenSubscriber } from "../subscribers/subscriber";
import { UsageError } from "../usage-error";
import { findDeadLetters, namesOf } from "./find-dead-letters";

/**
 * Forgets dead letters and writes down that it did. Throws, before anything changes, a CommandError
 * for an id that nobody has, and a UsageError for one that several have: which is meant must be said.
 */
export async function discardDeadLetters(
  call: Pick<Calls, "events">,
  subscribers: readonly ChosenSubscriber[],
  ids: readonly string[],
): Promise<DeadLetter[]> {
  const chosen = new Map<ChosenSubscriber, string[]>();
  for (const id of ids) {
    const found = await findDeadLetters(subscribers, id);
    const [first, ...others] = found;
    if (!first) continue;
    if (others.length > 0) {
      throw new UsageError(`${namesOf(found)} have ${id}; choose one with --subscriber`);
    }
    chosen.set(first.of, [...(chosen.get(first.of) ?? []), id]);
  }
  const discarded: DeadLetter[] = [];
  for (const [{ name, calls }, some] of chosen) {
    const before = discarded.length;
    try {
      for (const id of some) {
        discarded.push((await calls.discardDeadLetter({ id }, OPERATOR)).dead_letter);
      }
    } finally {
      await record(call, name, discarded.slice(before));
    }
  }
  return discarded;
}

async function record(
  { events }: Pick<Calls, "events">,
  subscriber: string,
  letters: readonly DeadLetter[],
): Promise<void> {
  if (letters.length === 0) return;
  const fields = { operation: "dead_letters.discarded", subscriber } as const;
  const filter = { ids: letters.slice(0, NAMED_IDS).map(({ event_id }) => event_id) };
  const counts = { discarded: letters.length };
  await events.recordOperation({ ...fields, filter, counts }, OPERATOR);
}
