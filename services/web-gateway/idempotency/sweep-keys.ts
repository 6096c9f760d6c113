import { type Loop, startLoop } from "../../../shared/background";
import type { Deps } from "../../../shared/service";
import { sweepKeys } from "../store/idempotency-keys";

const EVERY = 10 * 60_000;
const SWEPT_AT_ONCE = 1_000;

/** Removes idempotency keys that are older than a day; nothing relies on it. */
export function sweepIdempotencyKeys({ db, log }: Pick<Deps, "db" | "log">): Loop {
  return startLoop({
    name: "sweep of idempotency keys",
    interval: EVERY,
    log,
    work: async () => (await sweepKeys(db, SWEPT_AT_ONCE)) === SWEPT_AT_ONCE,
  });
}
