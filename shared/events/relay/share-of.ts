import type { LeaseRow } from "./lease-rows";
import { ALL_SLICES, shardOf } from "./slices";

/** What one relay does about the slices, by what the leases say. */
export interface Share {
  /** The number below 0 under which it is counted; `placed` once that is its own. */
  place: number;
  placed: boolean;
  /** Slices that it has and may go on reading. */
  keep: number[];
  /** Slices that nobody has and that are missing from its share. */
  take: number[];
  /** Slices that it has and is not to have. */
  give: number[];
  /** Whether nothing is about to change hands. */
  settled: boolean;
}

/**
 * The share of a relay: as many slices as each gets when all that live share them out, rounded up so
 * that none is left over. A relay of the version before has no place: it is not counted, and its
 * lease, one of the first four, is on a whole shard, of which nobody else then reads a slice.
 */
export function shareOf(leases: readonly LeaseRow[], owner: string): Share {
  const live = leases.filter((lease) => lease.live);
  const places = new Map(
    live.filter(({ shard }) => shard < 0).map((lease) => [lease.owner, lease.shard]),
  );
  const ownPlace = places.get(owner);
  const relays = places.size + (ownPlace === undefined ? 1 : 0);
  const most = Math.ceil(ALL_SLICES.length / relays);

  const isOld = (lease: LeaseRow): boolean => lease.owner !== owner && !places.has(lease.owner);
  const whole = new Set(live.filter(isOld).map(({ shard }) => shard));
  const own = live.filter((lease) => lease.owner === owner && lease.shard >= 0);
  const held = own.map(({ shard }) => shard);
  const keep = held.filter((slice) => !whole.has(shardOf(slice))).slice(0, most);

  const leased = new Set(live.map(({ shard }) => shard));
  const free = ALL_SLICES.filter((slice) => !leased.has(slice) && !whole.has(shardOf(slice)));
  const give = held.filter((slice) => !keep.includes(slice));
  const take = someOf(free, most - keep.length);
  const isComplete = keep.length >= Math.floor(ALL_SLICES.length / relays);
  return {
    place: ownPlace ?? firstFree([...places.values()]),
    placed: ownPlace !== undefined,
    keep,
    take,
    give,
    settled: ownPlace !== undefined && take.length + give.length === 0 && isComplete,
  };
}

/** Not always the first ones: others take some at the same moment. */
function someOf(free: readonly number[], count: number): number[] {
  const from = Math.floor(Math.random() * free.length);
  return [...free.slice(from), ...free.slice(0, from)].slice(0, count);
}

function firstFree(places: readonly number[]): number {
  let place = -1;
  while (places.includes(place)) place -= 1;
  return place;
}
