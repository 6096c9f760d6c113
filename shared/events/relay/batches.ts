/** Batches between being read and being marked. */
export interface Batches<Row> {
  /** Publishes rows while reading goes on. */
  start(rows: Row[]): void;
  /** Resolves once another batch may start. */
  room(): Promise<void>;
  /** The ids of the rows under way. */
  ids(): string[];
  /** What a batch failed with since it was last asked; its rows are read again. */
  takeFailure(): Error | undefined;
  /** Resolves once none is under way. */
  ended(): Promise<void>;
}

/** Runs `publish` for up to `atOnce` batches of rows at a time; `onFailure` hears when there is a failure to take. */
export function batchesUnderWay<Row extends { id: string }>(
  publish: (rows: Row[]) => Promise<void>,
  atOnce: number,
  onFailure: () => void,
): Batches<Row> {
  const underWay = new Map<Promise<void>, string[]>();
  let failure: Error | undefined;
  return {
    start(rows) {
      const batch = publish(rows)
        .catch((cause: unknown) => {
          failure = cause instanceof Error ? cause : new Error("a batch failed", { cause });
          onFailure();
        })
        .finally(() => underWay.delete(batch));
      underWay.set(
        batch,
        rows.map(({ id }) => id),
      );
    },
    async room() {
      while (underWay.size >= atOnce) await Promise.race(underWay.keys());
    },
    ids: () => [...underWay.values()].flat(),
    takeFailure() {
      const failed = failure;
      failure = undefined;
      return failed;
    },
    async ended() {
      await Promise.all(underWay.keys());
    },
  };
}
