import { firstUuidOf } from "../ids";
import type { Stretch } from "./look-back";

/** The UUIDs of version 7 that were made in a stretch: from one on and before another; all where it has no end. */
export interface IdRange {
  since: string | undefined;
  before: string | undefined;
}

/** The ids of what has waited for as long as a stretch says, by this machine's clock. */
export function idsOf({ from, until }: Stretch): IdRange {
  const idOf = (seconds: number): string => firstUuidOf(new Date(Date.now() - seconds * 1_000));
  return {
    since: from === undefined ? undefined : idOf(from),
    before: until === 0 ? undefined : idOf(until),
  };
}
