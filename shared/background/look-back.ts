/** What is looked for: waiting for no longer than `from` seconds, or ever so long, and for longer than `until`. */
export interface Stretch {
  from: number | undefined;
  until: number;
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

/**
 * Looks behind what was taken out of a queue already. The rows that were deleted there stay in its index,
 * on CockroachDB for hours, on PostgreSQL for as long as a transaction is open; read again with each
 * look they would soon be all that is read. What becomes visible late, or bears the time of a clock that is
 * behind, is found by looks at everything, the less often the longer they take.
 */
export function lookBack(): LookBack {
  let boundAt = seconds() - SLACK;
  let wideAt = 0;
  let stretches: Stretch[] = [];

  /** Whether the stretch at hand, one of several, is done with. */
  const concludeStretch = (took: number, wasEmpty: boolean): void => {
    if (wasEmpty) stretches.shift();
    wideAt = seconds() + (wasEmpty ? Math.max(LEAST_REST, REST * took) : 0);
  };
  const concludeAll = (took: number): void => {
    if (took > SLOW) stretches = inStretches();
    wideAt = seconds() + Math.max(LEAST_REST, took > SLOW ? 0 : REST * took);
  };

  return {
    include(age) {
      boundAt = Math.min(boundAt, seconds() - age - SLACK);
    },
    reset() {
      wideAt = 0;
    },
    async look(ask, ageOf) {
      const since = seconds();
      const isWide = since >= wideAt;
      const [stretch] = stretches;
      const from = since - boundAt;
      const asked = isWide ? (stretch ?? { from: undefined, until: 0 }) : { from, until: 0 };
      const conclude = (age: number | undefined): void => {
        const took = seconds() - since;
        if (isWide && stretch) concludeStretch(took, age === undefined);
        else if (isWide) concludeAll(took);
      };
      try {
        const found = await ask(asked);
        const age = ageOf(found);
        conclude(age);
        // Stretches say nothing of what comes after them.
        const oldestAt = since - Math.max(0, age ?? 0) - SLACK;
        if (!isWide) boundAt = Math.max(boundAt, oldestAt);
        else if (!stretch) boundAt = oldestAt;
        return found;
      } catch (error) {
        conclude(undefined);
        throw error;
      }
    },
  };
}

/** Everything, the oldest first. */
function inStretches(): Stretch[] {
  const count = DAY / STRETCH;
  const ofDay = Array.from({ length: count }, (_, n) => ({
    from: DAY - n * STRETCH,
    until: DAY - (n + 1) * STRETCH,
  }));
  return [{ from: undefined, until: DAY }, ...ofDay];
}

function seconds(): number {
  return performance.now() / 1_000;
}
