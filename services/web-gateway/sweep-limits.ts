import { type Loop, startLoop } from "../../shared/background";
import { sweepLimits } from "../../shared/limits";
import type { GatewayDeps } from "./deps";

const EVERY = 10 * 60_000;

/** Deletes the counts of windows that are over. */
export function sweepAddressLimits({ db, service, log }: GatewayDeps): Loop {
  return startLoop({
    name: "sweep of address limits",
    interval: EVERY,
    log,
    work: () => sweepLimits(db, service),
  });
}
