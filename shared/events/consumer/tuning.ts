/** How a subscriber handles its events; what is absent has its default. */
export interface Tuning {
  /** How many events RabbitMQ hands out before they are done: 1 to 2,000, otherwise 400. */
  prefetch?: number | undefined;
  /** How many events share a transaction at most: 1 to 1,000, otherwise 200. */
  batch?: number | undefined;
  /**
   * How many transactions, or works outside of one, run at once: 1 to 64, otherwise 4. The pool needs
   * one connection more; by default there are as many as its size allows.
   */
  concurrency?: number | undefined;
  /** How long a handler may take in its transaction, in seconds: 0.05 to 25, otherwise 20. */
  timeout?: number | undefined;
  /** The isolation of the transaction that handlers write through; "serializable" when absent. */
  isolation?: Isolation | undefined;
}

export type Isolation = "serializable" | "read committed";

export type CompleteTuning = { [Option in keyof Tuning]-?: NonNullable<Tuning[Option]> };

const DEFAULTS = { prefetch: 400, batch: 200, timeout: 20 };
const CONCURRENCY = 4;
const ISOLATIONS: readonly string[] = ["serializable", "read committed"] satisfies Isolation[];

// A connection that is idle in its transaction for 30 s is ended by the database.
const RANGES = {
  prefetch: { least: 1, most: 2_000, whole: true },
  batch: { least: 1, most: 1_000, whole: true },
  concurrency: { least: 1, most: 64, whole: true },
  timeout: { least: 0.05, most: 25, whole: false },
};

/** Throws a RangeError that names the option which is unknown or out of its range. */
function checkTuning(tuning: Tuning): void {
  for (const [name, value] of Object.entries(tuning)) {
    if (value === undefined) continue;
    if (name === "isolation") {
      if (!ISOLATIONS.includes(value as string))
        throw new RangeError(
          `tuning.isolation is ${show(value)}; it can be ${ISOLATIONS.map(show).join(" or ")}`,
        );
      continue;
    }
    if (!(name in RANGES)) {
      const known = [...Object.keys(RANGES), "isolation"].join(", ");
      throw new RangeError(`tuning has no ${show(name)}; it has ${known}`);
    }
    checkRange(name as keyof typeof RANGES, value);
  }
}

/** A tuning with its defaults, checked, for a pool of so many connections. */
export function completeTuning(tuning: Tuning, poolSize: number): CompleteTuning {
  checkTuning(tuning);
  const most = Math.max(1, poolSize - 1);
  const { concurrency = Math.min(CONCURRENCY, most) } = tuning;
  if (concurrency > most) {
    throw new RangeError(
      `tuning.concurrency is ${concurrency}; the pool has ${poolSize} connections and needs ${concurrency + 1}`,
    );
  }
  return {
    prefetch: tuning.prefetch ?? DEFAULTS.prefetch,
    batch: tuning.batch ?? DEFAULTS.batch,
    timeout: tuning.timeout ?? DEFAULTS.timeout,
    isolation: tuning.isolation ?? "serializable",
    concurrency,
  };
}

/** A tuning that makes do with a pool of so many connections, whose size an operator has chosen. */
export function fitToPool(tuning: Tuning, poolSize: number): Tuning {
  checkTuning(tuning);
  if (tuning.concurrency === undefined) return tuning;
  return { ...tuning, concurrency: Math.min(tuning.concurrency, Math.max(1, poolSize - 1)) };
}

const LONGEST_TASK = 86_400;

/** Throws a RangeError unless a task may take so many seconds. */
export function requireTaskTimeout(type: string, timeout: unknown): void {
  if (typeof timeout === "number" && timeout >= RANGES.timeout.least && timeout <= LONGEST_TASK)
    return;
  throw new RangeError(
    `the timeout of a task on ${type} is ${show(timeout)}; it has to be a number of seconds from ${RANGES.timeout.least} to ${LONGEST_TASK}`,
  );
}

function checkRange(name: keyof typeof RANGES, value: unknown): void {
  const { least, most, whole } = RANGES[name];
  const isWithin = typeof value === "number" && value >= least && value <= most;
  if (isWithin && (!whole || Number.isInteger(value))) return;
  const kind = whole ? "a whole number" : "a number of seconds";
  throw new RangeError(
    `tuning.${name} is ${show(value)}; it has to be ${kind} from ${least} to ${most}`,
  );
}

function show(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
