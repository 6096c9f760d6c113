import { BATCH_LIMIT, NAMED_IDS } from "../../shared/contracts";
import type { Calls } from "../../shared/service";
import { CommandError } from "../command-error";
import type { Interrupt } from "../interrupt";
import { OPERATOR } from "../operate";
import { findDeadLetters } from "./find-dead-letters";
import type { SubscriberName } from "../../shared/contracts";

export interface Retried {
  subscriber: SubscriberName;
  retried: number;
  /** Messages that are no events, which stay. */
  unreadable: number;
}

type RetryCalls = Pick<Calls, "accounts" | SubscriberName>;

/**
 * Has everything that a subscriber has given up so far tried again, in batches; what is given up
 * again meanwhile stays. Writes down what it did, also when it was interrupted.
 */
export async function retryAll(
  call: RetryCalls,
  subscriber: SubscriberName,
  options: { interrupt: Interrupt; onProgress: (done: number, total: number) => void },
): Promise<Retried> {
  const done: Retried = { subscriber, retried: 0, unreadable: 0 };
  let before: string | undefined;
  let left = 1;
  try {
    while (left > 0) {
      options.interrupt.check();
      const answer = await call[subscriber].retryDeadLetters(
        { all: true, limit: BATCH_LIMIT / 2, ...(before === undefined ? {} : { before }) },
        OPERATOR,
      );
      ({ before, left } = answer);
      done.retried += answer.retried;
      done.unreadable = answer.unreadable;
      options.onProgress(done.retried, done.retried + left);
    }
  } finally {
    await record(call, subscriber, {}, done.retried);
  }
  return done;
}

/** Has some events tried again, with every subscriber that gave them up. Throws a CommandError, before anything changes, for one that nobody did. */
export async function retrySome(
  call: RetryCalls,
  subscribers: readonly SubscriberName[],
  ids: readonly string[],
): Promise<Retried[]> {
  const chosen = new Map<SubscriberName, string[]>();
  for (const id of ids) {
    for (const { subscriber, envelope } of await findDeadLetters(call, subscribers, id)) {
      if (!envelope) {
        throw new CommandError(`${id} is no event and cannot be tried again; discard it`);
      }
      chosen.set(subscriber, [...(chosen.get(subscriber) ?? []), id]);
    }
  }
  const all: Retried[] = [];
  for (const [subscriber, some] of chosen) {
    const { retried } = await call[subscriber].retryDeadLetters({ ids: some }, OPERATOR);
    await record(call, subscriber, { ids: some.slice(0, NAMED_IDS) }, retried);
    all.push({ subscriber, retried, unreadable: 0 });
  }
  return all;
}

async function record(
  { accounts }: Pick<Calls, "accounts">,
  subscriber: SubscriberName,
  filter: { ids?: string[] },
  retried: number,
): Promise<void> {
  if (retried === 0) return;
  const fields = { operation: "dead_letters.retried", subscriber, filter } as const;
  await accounts.recordOperation({ ...fields, counts: { retried } }, OPERATOR);
}
