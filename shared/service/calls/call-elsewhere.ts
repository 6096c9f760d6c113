import { setTimeout as sleep } from "node:timers/promises";
import { Errors } from "moleculer";

/** In ms. The word that a node stops takes its time to everybody; who calls must hear within 3 s. */
const PATIENCE = 2_000;
const PAUSE = 50;

/**
 * Makes a call, and makes it again when it came to a node that is about to stop: nothing began there, and
 * another node may be asked. Throws what the call threw last.
 */
export async function callElsewhere(call: () => PromiseLike<unknown>): Promise<unknown> {
  const until = performance.now() + PATIENCE;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!isStopping(error) || performance.now() > until) throw error;
      await sleep(PAUSE);
    }
  }
}

/** Said by a node about itself; without a node it is the caller's own registry that knows of none. */
function isStopping(error: unknown): boolean {
  return (
    error instanceof Errors.ServiceNotAvailableError &&
    (error.data as { nodeID?: string }).nodeID !== undefined
  );
}
