/** Lets the events of a stream gather, so that many share a transaction; a lone one waits for nothing. */
export interface Gathering {
  /** Takes note of an event that came. */
  note(): void;
  /** Resolves at once or, in a stream, at the next beat, which is the same for all who wait. */
  beat(): Promise<void>;
  /** There is enough now: the beat is at once. */
  enough(): void;
}

/** Events a second from which on they are a stream. */
const STREAM = 500;
/** In ms. */
const WINDOW = 200;
/** In ms, at the rate at which a stream begins; in proportion to the rate up to the longest. */
const BEAT = 20;
const LONGEST_BEAT = 100;

/** Looks at how many events come in a fifth of a second: what one of them waits grows with that. */
export function gatherStream(now: () => number = () => performance.now()): Gathering {
  let since = now();
  let count = 0;
  let perSecond = 0;
  let waiting: { all: Promise<void>; end: () => void } | undefined;

  const wait = (ms: number): Promise<void> => {
    if (waiting) return waiting.all;
    let end: () => void = () => undefined;
    const all = new Promise<void>((resolve) => {
      const timer = setTimeout(() => end(), ms);
      end = () => {
        clearTimeout(timer);
        waiting = undefined;
        resolve();
      };
    });
    waiting = { all, end };
    return all;
  };

  return {
    note() {
      const passed = now() - since;
      if (passed >= WINDOW) {
        perSecond = (count * 1_000) / passed;
        since = now();
        count = 0;
      }
      count += 1;
    },
    async beat() {
      const isOver = now() - since >= 2 * WINDOW;
      if (perSecond < STREAM || isOver) return;
      await wait(Math.min(LONGEST_BEAT, (BEAT * perSecond) / STREAM));
    },
    enough() {
      waiting?.end();
    },
  };
}
