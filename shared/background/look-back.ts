/** What is looked for: waiting for no longer than `from` seconds, or ever so long, and for longer than `until`. */
export interface Stretch {
  from: number | undefined;
  until: number;
}

/** In seconds: more than anything waits. */
const EVER = 3e9;

/** Between how many seconds before now a stretch is. */
export function endsOf({ from = EVER, until }: Stretch): [from: number, until: number] {
  return [from, until];
}

/** Looks into a queue in the order in which things came. */
export interface LookBack {
  /** Has `ask` look at a stretch; `ageOf` says how many seconds the oldest it found has waited. */
  look<T>(
    ask: (stretch: Stretch) => Promise<T>,
    ageOf: (found: T) => number | undefined,
  ): Promise<T>;
  /** What has waited for so many seconds is looked at, because somebody else has found it. */
  include(age: number): void;
  /** Everything is looked at next: what was found before may be waiting still. */
  reset(): void;
}

/** In seconds: so late after its time something may become visible, as what a transaction commits. */
const SLACK = 15;
/** Looking at everything takes at most a twentieth of the time, and is done ten times a second at most. */
const REST = 20;
const LEAST_REST = 0.1;
/** In seconds: what takes longer is done in stretches. */
const SLOW = 5;
const DAY = 86_400;
const STRETCH = 1_800;
/** In seconds: by so much stretches overlap, since a statement may first wait for a connection. */
const OVERLAP = 3;

/** Between two times by `seconds()`, which stay where they are however long it takes to come to it. */
interface Period {
  since: number | undefined;
  until: number | undefined;
}

/**
 * Looks behind what was taken out of a queue already. The rows that were deleted there stay in its index,
 * on CockroachDB for hours, on PostgreSQL for as long as a transaction is open; read again with each
 * look they would soon be all that is read. What becomes visible late, or bears the time of a clock that is
 * behind, is found by looks at everything, the less often the longer they take.
 */
export function lookBack(): LookBack {
  let boundAt = seconds() - SLACK;
  let wideAt = 0;
  let periods: Period[] = [];

  const restAfter = (took: number): void => {
    wideAt = seconds() + Math.max(LEAST_REST, REST * took);
  };
  /** A period in which nothing was found is done with; one that could not be looked at is not. */
  const concludePeriod = (took: number, outcome: "found" | "empty" | "failed"): void => {
    if (outcome === "empty") periods.shift();
    if (outcome !== "found") restAfter(took);
  };
  const concludeAll = (took: number): void => {
    if (took > SLOW) periods = inPeriods(seconds());
    restAfter(took > SLOW ? 0 : took);
  };

  return {
    include(age) {
      boundAt = Math.min(boundAt, seconds() - age - SLACK);
    },
    reset() {
      wideAt = 0;
      periods = [];
    },
    async look(ask, ageOf) {
      const since = seconds();
      const isWide = since >= wideAt;
      const period = isWide ? periods[0] : undefined;
      const conclude = (outcome: "found" | "empty" | "failed"): void => {
        const took = seconds() - since;
        if (period) concludePeriod(took, outcome);
        else if (isWide) concludeAll(took);
      };
      const all = { from: isWide ? undefined : since - boundAt, until: 0 };
      try {
        const found = await ask(period ? stretchOf(period, since) : all);
        const age = ageOf(found);
        conclude(age === undefined ? "empty" : "found");
        // Periods say nothing of what comes after them.
        const oldestAt = since - Math.max(0, age ?? 0) - SLACK;
        if (!isWide) boundAt = Math.max(boundAt, oldestAt);
        else if (!period) boundAt = oldestAt;
        return found;
      } catch (error) {
        conclude("failed");
        throw error;
      }
    },
  };
}

/** Everything up to now and on, the oldest first. */
function inPeriods(now: number): Period[] {
  const count = DAY / STRETCH;
  const ends = Array.from({ length: count }, (_, n) => now - DAY + n * STRETCH);
  return [undefined, ...ends].map((since, n) => ({ since, until: ends[n] }));
}

function stretchOf({ since, until }: Period, now: number): Stretch {
  return {
    from: since === undefined ? undefined : now - since + OVERLAP,
    until: until === undefined ? 0 : now - until,
  };
}

function seconds(): number {
  return performance.now() / 1_000;
}
