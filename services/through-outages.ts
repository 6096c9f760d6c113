import { tellsOfItself } from "../shared/database";
import { pause } from "../shared/waiting";

/** In ms. */
const AGAIN_AFTER = 1_000;

/**
 * Begins again whatever the database or RabbitMQ has cut short by being away, until it is done or
 * `patience` is aborted, which rejects as soon as what was begun has ended; without patience an outage
 * rejects at once. What waiting cannot mend rejects in any case.
 */
export async function throughOutages<T>(
  patience: AbortSignal | undefined,
  begin: () => Promise<T>,
): Promise<T> {
  for (;;) {
    patience?.throwIfAborted();
    try {
      return await begin();
    } catch (error) {
      if (!patience || !isPassing(error)) throw error;
    }
    await pause(AGAIN_AFTER, patience);
  }
}

/** Files and ports of this machine fail with some of the same codes. */
const REMOTE: readonly (string | undefined)[] = [
  undefined,
  "connect",
  "getaddrinfo",
  "read",
  "write",
];

/** Whether it was an outage of a part that this process reaches over the network. */
function isPassing(error: unknown): boolean {
  return tellsOfItself(error) && REMOTE.includes((error as NodeJS.ErrnoException).syscall);
}
