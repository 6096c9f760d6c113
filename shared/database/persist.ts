import { setTimeout as sleep } from "node:timers/promises";
import { isSerializationFailure } from "./errors";

const MAX_TRIES = { lost: 15, collided: 6 };
/** In ms. */
const FIRST_PAUSE = 5;
const LONGEST_PAUSE = 1_000;

const LOCK_NOT_AVAILABLE = "55P03";
const THERE_ALREADY = new Set(["42P06", "42P07", "42710", "XX000"]);

interface Patience {
  /** In ms, for locks that others hold. */
  ms: number;
  /** Hears of each wait for a lock that was cut short, before the next. */
  onBlocked(): void;
  /** What to throw when patience is over. */
  giveUp(): Error;
}

/**
 * Runs `work`, which can be run twice, until it neither loses against a transaction (40001, 15 times) nor
 * against another change of the catalogue (6 times) and, with patience, has the locks that it needs.
 */
export async function persist<T>(work: () => PromiseLike<T>, patience?: Patience): Promise<T> {
  const giveUpAt = Date.now() + (patience?.ms ?? 0);
  const tries = { lost: 0, collided: 0 };
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (patience && codeOf(error) === LOCK_NOT_AVAILABLE) {
        if (Date.now() > giveUpAt) throw patience.giveUp();
        patience.onBlocked();
        // Those who queued behind this one go first.
        await sleep(500 + Math.random() * 500);
        continue;
      }
      const kind = kindOf(error);
      if (kind === undefined || (tries[kind] += 1) === MAX_TRIES[kind]) throw error;
      await sleep(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** tries[kind]) * (0.5 + Math.random()));
    }
  }
}

function kindOf(error: unknown): keyof typeof MAX_TRIES | undefined {
  if (isSerializationFailure(error)) return "lost";
  // IF NOT EXISTS is no lock: two who create at once collide in the catalogue, and the second try finds it done.
  if (THERE_ALREADY.has(codeOf(error))) return "collided";
  const { constraint = "" } = error as { constraint?: string };
  return codeOf(error) === "23505" && constraint.startsWith("pg_") ? "collided" : undefined;
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? "";
}
