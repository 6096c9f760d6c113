import { setTimeout as sleep } from "node:timers/promises";

/** What a check answers while it has not come true. */
export type NotYet = undefined | false;

/**
 * Tries every 25 ms until `check` neither throws nor answers undefined or false, and resolves with what
 * it answered; after `withinMs` it fails with the last reason.
 */
export async function eventually<T>(
  check: () => Promise<T | NotYet> | T | NotYet,
  withinMs = 10_000,
): Promise<T> {
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    let problem: unknown = new Error(`did not come true within ${withinMs} ms`);
    try {
      const result = await check();
      if (result !== undefined && result !== false) return result;
    } catch (error) {
      problem = error;
    }
    if (Date.now() > giveUpAt) throw problem;
    await sleep(25);
  }
}
