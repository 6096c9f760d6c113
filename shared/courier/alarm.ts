/** Wakes somebody when the first of several times has come. */
export interface Alarm {
  /** Wakes in so many seconds at the latest. */
  within(seconds: number): void;
  stop(): void;
}

/** In ms. */
const SOONEST = 50;

/** An alarm for times less than `longest` ms away; whoever hears it looks by himself until then. */
export function createAlarm(longest: number, wake: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined;
  let at = Infinity;
  const stop = (): void => {
    clearTimeout(timer);
    at = Infinity;
  };
  return {
    within(seconds) {
      const ms = Math.max(SOONEST, seconds * 1_000);
      if (ms >= longest || performance.now() + ms >= at) return;
      stop();
      at = performance.now() + ms;
      timer = setTimeout(() => {
        at = Infinity;
        wake();
      }, ms);
    },
    stop,
  };
}
