import { setTimeout as sleep } from "node:timers/promises";

/** Tries until `check` neither throws nor answers undefined or false; then fails with the last reason. */
export async function eventually<T>(
  check: () => Promise<T | undefined | false> | T | undefined | false,
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
