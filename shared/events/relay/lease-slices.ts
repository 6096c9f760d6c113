import { randomUUID } from "node:crypto";
import type { Database } from "../../database";
import { deleteLeases, writeLeases } from "./lease-rows";
import { shareOf } from "./share-of";

/** The slices of an outbox that one relay may read. */
export interface SliceLease {
  /** The slices that are leased now; renews the leases when they are due. */
  slices(): Promise<number[]>;
  /** Lets other relays have them at once. */
  release(): Promise<void>;
}

/** In ms; a lease runs out after 5 s. */
const RENEW_AFTER = 1_500;
/** While slices change hands. */
const LOOK_AFTER = 300;

/**
 * Leases slices of a service's outbox: all of them when no other relay lives, else a fair share. Who
 * has more gives the rest up within two seconds of another's coming; what a relay that died had is
 * taken over once its leases have run out.
 */
export function leaseSlices(db: Database, schema: string): SliceLease {
  const owner = randomUUID();
  let share = shareOf([], owner);
  let renewAt = 0;

  const renew = async (give: readonly number[]): Promise<void> => {
    const { place, placed, keep, take } = share;
    // First its place: without one it would be taken for a relay of the version before.
    const wanted = placed ? [place, ...keep, ...take] : [place];
    share = shareOf(await writeLeases(db, schema, owner, { keep: wanted, give }), owner);
  };

  return {
    async slices() {
      if (performance.now() < renewAt) return share.keep;
      // What is too many is no longer read from the look on that shows it, and given up at the next:
      // by then what was under way of it is marked.
      await renew(share.give);
      if (share.take.length > 0 || !share.placed) await renew([]);
      renewAt = performance.now() + (share.settled ? RENEW_AFTER : LOOK_AFTER);
      return share.keep;
    },
    async release() {
      // They run out by themselves.
      await deleteLeases(db, schema, owner).catch(() => undefined);
    },
  };
}
