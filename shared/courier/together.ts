/**
 * Does for several at once what is asked for one by one: what comes while a round is under way goes
 * with the next. Each caller waits for the round of its own, and gets its failure.
 */
export function together<T>(work: (items: T[]) => Promise<void>): (item: T) => Promise<void> {
  let waiting: { items: T[]; done: Promise<void> } | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return async (item) => {
    if (!waiting) {
      const round = { items: [] as T[], done: Promise.resolve() };
      round.done = last.then(() => {
        waiting = undefined;
        return work(round.items);
      });
      last = round.done.catch(() => undefined);
      waiting = round;
    }
    waiting.items.push(item);
    await waiting.done;
  };
}
