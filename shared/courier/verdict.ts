import type { Delivery } from "./delivery";

/** What a failure says about a delivery; `problem` is kept in its row and must hold no secret. */
export type Verdict =
  /** Nobody wants it any more. */
  | { then: "skip"; problem: string }
  /** It will never be taken. */
  | { then: "park"; problem: string }
  /** It may be taken later. */
  | {
      then: "retry";
      problem: string;
      /** In seconds, when the failure says nothing about this delivery. */
      pause?: number;
      /** Whoever takes deliveries takes none at the moment: all wait. */
      concernsAll?: true;
    };

/** For how long deliveries are tried, in seconds. */
export interface RetrySchedule {
  giveUpAfter: number;
  longestPause: number;
}

/** The verdict that holds: what is too old to be tried again is parked. */
export function withinSchedule(
  verdict: Verdict,
  { age }: Pick<Delivery, "age">,
  { giveUpAfter }: RetrySchedule,
): Verdict {
  if (verdict.then !== "retry" || age <= giveUpAfter) return verdict;
  return { then: "park", problem: verdict.problem };
}

/** In seconds. What waits for all to go on is not to wait for long after that. */
const LONGEST_SHARED_PAUSE = 5 * 60;

/**
 * Seconds until the next try: 2, 4, 8 … up to the longest, a quarter more or less so that what
 * failed together does not come back together.
 */
export function pauseAfter(
  attempts: number,
  { pause, concernsAll }: { pause?: number; concernsAll?: true },
  { longestPause }: RetrySchedule,
): number {
  const longest = concernsAll ? Math.min(LONGEST_SHARED_PAUSE, longestPause) : longestPause;
  return jittered(Math.min(longest, pause ?? 2 ** attempts));
}

/** A quarter more or less. */
export function jittered(pause: number): number {
  return pause * (0.75 + Math.random() / 2);
}
