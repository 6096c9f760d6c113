import { BATCH_LIMIT, NAMED_IDS } from "../../shared/contracts";
import type { Calls } from "../../shared/service";
import { CommandError } from "../command-error";
import type { Interrupt } from "../interrupt";
import { OPERATOR } from "../operate";
import type { ChosenSubscriber } from "../subscribers/subscriber";
import { findDeadLetters } from "./find-dead-letters";

export interface Retried {
  subscriber: string;
  retried: number;
  /** Messages that are no events, which stay. */
  unreadable: number;
}

type RetryCalls = Pick<Calls, "events">;

/**
 * Has everything that a subscriber has given up so far tried again, in batches; what is given up
 * again meanwhile stays. Writes down what it did, also when it was interrupted.
 */
export async function retryAll(
  call: RetryCalls,
  { name, calls }: ChosenSubscriber,
  options: { interrupt: Interrupt; onProgress: (done: number, total: number) => void },
): Promise<Retried> {
  const done: Retried = { subscriber: name, retried: 0, unreadable: 0 };
  let before: string | undefined;
  let left = 1;
  try {
    while (left > 0) {
      options.interrupt.check();
      const answer = await calls.retryDeadLetters(
        { all: true, limit: BATCH_LIMIT / 2, ...(before === undefined ? {} : { before }) },
        OPERATOR,
      );
      ({ before, left } = answer);
      done.retried += answer.retried;
      done.unreadable = answer.unreadable;
      options.onProgress(done.retried, done.retried + left);
    }
  } finally {
    await record(call, name, {}, done.retried);
  }
  return done;
}

/** Has some events tried again, with every subscriber that gave them up. Throws a CommandError, before anything changes, for one that nobody did. */
export async function retrySome(
  call: RetryCalls,
  subscribers: readonly ChosenSubscriber[],
  ids: readonly string[],
): Promise<Retried[]> {
  const chosen = new Map<ChosenSubscriber, string[]>();
  for (const id of ids) {
    for (const { letter, of } of await findDeadLetters(subscribers, id)) {
      if (!letter.envelope) {
        throw new CommandError(`${id} is no event and cannot be tried again; discard it`);
      }
      chosen.set(of, [...(chosen.get(of) ?? []), id]);
    }
  }
  const all: Retried[] = [];
  for (const [{ name, calls }, some] of chosen) {
    const { retried } = await calls.retryDeadLetters({ ids: some }, OPERATOR);
    await record(call, name, { ids: some.slice(0, NAMED_IDS) }, retried);
    all.push({ subscriber: name, retried, unreadable: 0 });
  }
  return all;
}

async function record(
  { events }: Pick<Calls, "events">,
  subscriber: string,
  filter: { ids?: string[] },
  retried: number,
): Promise<void> {
  if (retried === 0) return;
  const fields = { operation: "dead_letters.retried", subscriber, filter } as const;
  await events.recordOperation({ ...fields, counts: { retried } }, OPERATOR);
}
