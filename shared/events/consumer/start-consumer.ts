import { type Loop, startLoop } from "../../background";
import type { Logger } from "../../observability";
import { pause } from "../../waiting";
import type { Claimed, Inbox } from "../inbox/inbox";
import type { Handling } from "./handling";

/** The most events in hand at once. */
const MOST = 1_000;
/** In ms. A lone event is handled at once; of a stream, what comes while so many are handled comes together. */
const SPACING_PER_EVENT = 0.5;
const LONGEST_SPACING = 50;
/** How many intervals lie between looks at most: what is put off here is looked for when it is due. */
const IDLE = 5;
/** In ms. What may have brought a process down is looked for now and then, and singly. */
const SUSPECTS_AFTER = 500;

/** Works off a subscriber's inbox: takes what is due, as much as its handlers have room for. */
export function startConsumer(options: {
  inbox: Inbox;
  handling: Handling;
  log: Logger;
  interval?: number;
}): Loop {
  const { inbox, handling, log, interval = 1_000 } = options;
  const { lanes, claims } = handling;
  const { concurrency } = handling.tuning;
  const timers = new Set<NodeJS.Timeout>();
  let atWork = 0;
  let suspects = 0;
  let suspectsSoughtAt = -SUSPECTS_AFTER;
  /** Whether there may be more than there was room for. */
  let wanting = false;
  let quiet = false;

  const begin = (lane: string, events: Claimed[]): void => {
    const suspect = events.some((event) => event.suspect);
    if (suspect) suspects += 1;
    atWork += 1;
    lanes
      .run(lane, () => handling.handleClaimed(events))
      // The claim runs out, and then they are tried again.
      .catch((err: unknown) => {
        log.debug({ err, subscriber: inbox.subscriber }, "events could not be concluded");
      })
      .finally(() => {
        atWork -= 1;
        if (suspect) {
          suspects -= 1;
          suspectsSoughtAt = -SUSPECTS_AFTER;
        }
        if (wanting || suspect) loop.nudge();
      });
  };

  const loop = startLoop({
    name: `consumer ${inbox.subscriber}`,
    interval,
    idle: IDLE * interval,
    log,
    async work(signal, nudged) {
      // In a silence one look tells that nothing is due, of whatever kind.
      if (quiet && !nudged && !(await inbox.hasDue())) return "nothing";
      const limit = Math.min(MOST, Math.max(0, concurrency - atWork) * handling.claimSize());
      wanting = limit === 0;
      if (wanting) return false;
      const since = performance.now();
      const suspect = suspects === 0 && since - suspectsSoughtAt >= SUSPECTS_AFTER;
      if (suspect) suspectsSoughtAt = since;
      const events = await inbox.claim(limit, { suspect, seconds: claims.seconds() });
      claims.hold(events);
      for (const [lane, batch] of inLanes(handling, events)) begin(lane, batch);
      wanting = events.length >= limit;
      quiet = events.length === 0;
      const spacing = Math.min(LONGEST_SPACING, (events.length - 1) * SPACING_PER_EVENT);
      const left = since + spacing - performance.now();
      if (left > 0 && !wanting) await pause(left, signal);
      return wanting || (events.length === 0 ? "nothing" : false);
    },
  });

  handling.onPostponed((seconds) => {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        loop.nudge();
      },
      seconds * 1_000 + 5,
    );
    timer.unref();
    timers.add(timer);
  });

  return {
    nudge: loop.nudge,
    async stop() {
      for (const timer of timers) clearTimeout(timer);
      await loop.stop();
      await handling.stop();
    },
  };
}

/** Events by their lanes: what is plain and tried for the first time together, anything else alone. */
function inLanes(handling: Handling, events: Claimed[]): [lane: string, batch: Claimed[]][] {
  const fresh = new Map<string, Claimed[]>();
  const alone: [string, Claimed[]][] = [];
  for (const event of events) {
    const lane = handling.laneOf(event.envelope);
    if (event.attempts > 1 || !handling.isPlain(event.envelope)) alone.push([lane, [event]]);
    else {
      const batch = fresh.get(lane) ?? [];
      batch.push(event);
      fresh.set(lane, batch);
    }
  }
  return [...fresh, ...alone];
}
