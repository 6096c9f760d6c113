/** Where a subscriber's events are handled: one thing at a time in each lane, several lanes at once. */
export interface Lanes {
  /** Runs `work` once its lane is free and there is room for another; the first to ask comes first. */
  run<T>(lane: string, work: () => Promise<T>): Promise<T>;
  /** How many more could begin now. */
  room(): number;
  /** Resolves once nothing runs and nothing waits. */
  idle(): Promise<void>;
}

/** Lanes of which at most `concurrency` are at work at once. */
export function createLanes(concurrency: number): Lanes {
  const busy = new Set<string>();
  const waiting: { lane: string; begin: () => void }[] = [];
  let idlers: (() => void)[] = [];

  const beginNext = (): void => {
    for (let at = 0; at < waiting.length && busy.size < concurrency;) {
      const next = waiting[at];
      if (!next || busy.has(next.lane)) {
        at += 1;
        continue;
      }
      waiting.splice(at, 1);
      busy.add(next.lane);
      next.begin();
    }
    if (busy.size > 0 || waiting.length > 0) return;
    for (const resolve of idlers.splice(0)) resolve();
  };

  return {
    async run(lane, work) {
      await new Promise<void>((begin) => {
        waiting.push({ lane, begin });
        beginNext();
      });
      try {
        return await work();
      } finally {
        busy.delete(lane);
        beginNext();
      }
    },
    room: () => Math.max(0, concurrency - busy.size - waiting.length),
    async idle() {
      if (busy.size === 0 && waiting.length === 0) return;
      await new Promise<void>((resolve) => {
        idlers = [...idlers, resolve];
      });
    },
  };
}

/** One of `count` lanes, the same for the same key (FNV-1a). */
export function laneOfKey(key: string, count: number): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  }
  return `#${(hash >>> 0) % count}`;
}
