import {
  type IdRange,
  idsOf,
  lookBack,
  type Loop,
  startLoop,
  startSweeper,
} from "../../background";
import type { Database } from "../../database";
import type { Logger } from "../../observability";
import { countUnpublished } from "../count-waiting";
import type { Deliver } from "../deliver";
import { findUnpublished, type UnpublishedRow } from "../outbox/outbox-rows";
import { sweepOutbox } from "../outbox/sweep-outbox";
import { oldestUnpublished } from "../outbox/unpublished";
import { batchesUnderWay } from "./batches";
import { leaseSlices } from "./lease-slices";
import { readInPasses } from "./passes";
import { type OnPublished, publishBatch } from "./publish-batch";
import { setAsideReturned } from "./set-aside";
import { partsOf } from "./slices";

export interface Relay extends Loop {
  /** Age in seconds of the oldest event that is not published yet; 0 when there is none. */
  lag(): Promise<number>;
  /** How many are not published yet, up to 100,000. */
  depth(): Promise<number>;
  /** Whose events they are. */
  readonly service: string;
}

const BATCH = 500;
/** In ms. Commits of this process nudge; those of others are looked for, less often while there are none. */
const INTERVAL = 25;
const IDLE = 2_000;
/** Of a stream of commits, those of so many ms leave together: one by one each would cost ten times as much. */
const SPACING = 5;
/** How many that were found in a round make a stream. */
const STREAM = 3;
/** In ms, where there is none: nothing is gained by waiting for one that may not come. */
const LEAST_SPACING = 1;
/** While some are being confirmed and marked, the next is read. */
const BATCHES_AT_ONCE = 4;

/**
 * Publishes what is in a service's outbox: takes unpublished rows of the slices it leases (by state,
 * never by a cursor: ids are not in the order of commits), delivers them, marks them. Several may
 * run; one that pauses and wakes publishes duplicates at worst.
 */
export function startRelay(options: {
  db: Database;
  schema: string;
  deliver: Deliver;
  retentionDays: number;
  log: Logger;
  interval?: number;
  /** Hears of each event at most once over all relays. */
  onPublished?: OnPublished;
}): Relay {
  const { db, schema, log } = options;
  const lease = leaseSlices(db, schema);
  const setAside = setAsideReturned(schema, log);
  const publish = publishBatch({ ...options, setAside });
  const batches = batchesUnderWay(publish, BATCHES_AT_ONCE, () => {
    loop.nudge();
  });
  const passes = readInPasses();
  const back = lookBack();
  const lagging = lookBack();
  let held: readonly number[] = [];
  let found = 0;
  const lookAnew = (): void => {
    passes.reset();
    back.reset();
  };
  const sweeper = startSweeper({
    name: `the event log of ${schema}`,
    sweep: sweepOutbox(db, schema, options.retentionDays),
    log,
  });

  const loop = startLoop({
    name: `relay of ${schema}`,
    interval: options.interval ?? INTERVAL,
    idle: options.interval ?? IDLE,
    spacing: () => (found < STREAM ? LEAST_SPACING : SPACING),
    log,
    async work() {
      const failure = batches.takeFailure();
      if (failure) {
        // A batch that failed is seen again at the next look, marked or not.
        lookAnew();
        throw failure;
      }
      const slices = await lease.slices();
      // Whoever had a slice before may have left what is older than all that was found here.
      if (slices.some((slice) => !held.includes(slice))) lookAnew();
      held = slices;
      const parts = partsOf(slices);
      if (parts.length === 0) return "nothing";
      await batches.room();
      const except = [...setAside.ids(), ...batches.ids()];
      const since = passes.since();
      const read = (range: IdRange) =>
        findUnpublished(db, schema, { parts, ...range, except, limit: BATCH });
      // Of a pass the reads after the first go on where that ended.
      const rows =
        since === undefined
          ? await back.look((stretch) => read(idsOf(stretch)), ageOfOldest)
          : await read({ since, before: undefined });
      found = rows.length;
      const shards = parts.map(({ shard }) => shard);
      const more = passes.advance(rows, shards, BATCH);
      if (rows.length === 0) return "nothing";
      batches.start(rows);
      return more;
    },
  });

  return {
    service: schema,
    depth: () => countUnpublished(db, schema),
    nudge: () => {
      loop.nudge();
    },
    async stop() {
      await Promise.all([loop.stop(), sweeper.stop()]);
      await batches.ended();
      await lease.release();
    },
    async lag() {
      const oldest = await lagging.look(
        (stretch) => oldestUnpublished(db, schema, idsOf(stretch)),
        (found) => found?.age,
      );
      return Math.max(0, oldest?.age ?? 0);
    },
  };
}

/** In seconds; ids carry the time at which they were made. */
function ageOfOldest([oldest]: readonly UnpublishedRow[]): number | undefined {
  return (
    oldest && (Date.now() - Number.parseInt(oldest.id.replace("-", "").slice(0, 12), 16)) / 1_000
  );
}
