/** A handler did not end in time; what it wrote was undone. */
class HandlerTimeout extends Error {
  override readonly name = "HandlerTimeout";
  constructor(seconds: number) {
    super(`the handler took longer than its timeout of ${seconds} s`);
  }
}

/** The subscriber was stopped before the handler ended; what it wrote was undone. */
export class HandlerStopped extends Error {
  override readonly name = "HandlerStopped";
}

/**
 * Resolves with what comes of `work`. Throws HandlerTimeout after so many seconds, and HandlerStopped
 * once `halted` is aborted; the work itself cannot be ended, and nobody hears of it any more.
 */
export async function limitTime<T>(
  work: () => Promise<T>,
  seconds: number,
  halted: AbortSignal,
): Promise<T> {
  let end: () => void = () => undefined;
  const ended = new Promise<never>((_, reject) => {
    const stop = (): void => {
      reject(new HandlerStopped("the subscriber was stopped"));
    };
    const timer = setTimeout(() => {
      reject(new HandlerTimeout(seconds));
    }, seconds * 1_000);
    end = () => {
      clearTimeout(timer);
      halted.removeEventListener("abort", stop);
    };
    if (halted.aborted) stop();
    halted.addEventListener("abort", stop, { once: true });
  });
  const working = halted.aborted ? ended : work();
  try {
    return await Promise.race([working, ended]);
  } finally {
    end();
    working.catch(() => undefined);
    ended.catch(() => undefined);
  }
}
