import type { ConsumeMessage } from "amqplib";
import { isUnreachable } from "../../../database";
import { type Logger, report } from "../../../observability";
import { inTime, pause } from "../../../waiting";
import { gatherStream } from "./gather";
import { type Acknowledging, keepUnacknowledged, type Unacknowledged } from "./unacknowledged";

/** What has arrived on a channel and is not acknowledged yet. */
export interface Backlog {
  /** From now on messages come on this channel; those of the one before are forgotten and come again. */
  open(channel: Acknowledging): void;
  /** What this channel brought cannot be acknowledged any more. */
  close(channel: Acknowledging): void;
  /** Takes a message, to be stored soon and then acknowledged. */
  push(message: ConsumeMessage): void;
  /** Resolves once all that this channel brought is stored, or it was closed. */
  drained(channel: Acknowledging): Promise<void>;
  /** How many messages there are. */
  size(): number;
  /** Resolves once what is being stored is; what cannot be stored is not tried again. */
  stop(): Promise<void>;
}

/** Where messages of a kind are stored, a batch at a time. */
export interface Way<Arrived> {
  /** Waits for its turn; messages that come meanwhile are in the same batch. */
  turn(work: () => Promise<void>): Promise<void>;
  /** The most that a batch may have now. */
  size(): number;
  /** Resolves with those that it did not come to: they are first in the next batch. */
  store(batch: Arrived[]): Promise<Arrived[]>;
}

/** The ways that messages go, by their names. */
export interface Ways<Arrived> {
  read(message: ConsumeMessage): { arrived: Arrived; way: string };
  of(name: string): Way<Arrived>;
}

const RETRY_AFTER = 1_000;
const WAIT = "events wait in their queue";
/** In ms: for what a stop waits beyond the handlers, which have a limit of their own. */
const STOP_WITHIN = 21_000;

interface Session<Arrived> {
  channel: Acknowledging;
  unacknowledged: Unacknowledged<Arrived>;
  waiting: Map<string, Arrived[]>;
  working: Set<string>;
}

/**
 * Works off what arrives, each message by its way: stores it, then acknowledges it on the channel it
 * came on. What cannot be stored is tried again every second; `onRefused` is told when the channel took
 * no acknowledgement.
 */
export function workOffBacklog<Arrived extends { message: ConsumeMessage }>(options: {
  subscriber: string;
  ways: Ways<Arrived>;
  /** How many RabbitMQ hands out before some are acknowledged. */
  prefetch: number;
  onRefused: () => void;
  log: Logger;
}): Backlog {
  const { subscriber, ways, prefetch, log } = options;
  // After so many that are stored behind one that is not, each is acknowledged by itself.
  const outOfOrder = Math.max(1, Math.floor(prefetch / 4));
  const gathering = gatherStream();
  const stopping = new AbortController();
  const jobs = new Set<Promise<void>>();
  let current: Session<Arrived> | undefined;

  /** A message is acknowledged only on the channel that brought it. */
  const acknowledge = (session: Session<Arrived>, stored: Arrived[]): void => {
    if (current !== session) return;
    try {
      session.unacknowledged.stored(stored);
    } catch (err) {
      // A channel that is about to close takes no acknowledgement; its messages come again.
      log.debug({ err, subscriber }, "could not acknowledge");
      options.onRefused();
    }
  };

  const storeNext = async (
    session: Session<Arrived>,
    name: string,
    way: Way<Arrived>,
  ): Promise<void> => {
    const waiting = session.waiting.get(name) ?? [];
    if (current !== session || stopping.signal.aborted || waiting.length === 0) return;
    const batch = waiting.splice(0, way.size());
    try {
      const rest = new Set(await way.store(batch));
      waiting.unshift(...rest);
      acknowledge(
        session,
        batch.filter((arrived) => !rest.has(arrived)),
      );
    } catch (err) {
      waiting.unshift(...batch);
      throw err;
    }
  };

  /** With half of what RabbitMQ hands out in hand, waiting would only keep it from handing out more. */
  const isEnough = (session: Session<Arrived>): boolean =>
    stopping.signal.aborted || session.unacknowledged.size() >= prefetch / 2;

  const gather = async (
    session: Session<Arrived>,
    name: string,
    way: Way<Arrived>,
  ): Promise<void> => {
    await soon();
    const waiting = session.waiting.get(name) ?? [];
    if (isEnough(session) || waiting.length >= way.size()) return;
    await gathering.beat();
  };

  const work = async (session: Session<Arrived>, name: string): Promise<void> => {
    const way = ways.of(name);
    await gather(session, name, way);
    try {
      await way.turn(() => storeNext(session, name, way));
    } catch (err) {
      if (stopping.signal.aborted) return;
      // The database tells of itself.
      if (isUnreachable(err)) log.debug({ subscriber, err }, WAIT);
      else report(log, err, { subscriber, message: WAIT });
      await pause(RETRY_AFTER, stopping.signal);
    }
  };

  const start = (session: Session<Arrived>, way: string): void => {
    if (session.working.has(way) || stopping.signal.aborted) return;
    session.working.add(way);
    const job = work(session, way).finally(() => {
      jobs.delete(job);
      session.working.delete(way);
      if (session.waiting.get(way)?.length && current === session) start(session, way);
      else if (session.waiting.get(way)?.length === 0) session.waiting.delete(way);
    });
    jobs.add(job);
  };

  return {
    open(channel) {
      const unacknowledged = keepUnacknowledged<Arrived>(channel, outOfOrder);
      current = { channel, unacknowledged, waiting: new Map(), working: new Set() };
    },
    close(channel) {
      if (current?.channel !== channel) return;
      current.unacknowledged.forget();
      current = undefined;
      gathering.enough();
    },
    push(message) {
      if (!current) return;
      const { arrived, way } = ways.read(message);
      current.unacknowledged.add(arrived);
      const waiting = current.waiting.get(way) ?? [];
      waiting.push(arrived);
      current.waiting.set(way, waiting);
      gathering.note();
      if (isEnough(current)) gathering.enough();
      start(current, way);
    },
    async drained(channel) {
      if (current?.channel !== channel || stopping.signal.aborted) return;
      await current.unacknowledged.none();
    },
    size: () => current?.unacknowledged.size() ?? 0,
    async stop() {
      stopping.abort();
      gathering.enough();
      await inTime(Promise.all(jobs), STOP_WITHIN);
      current?.unacknowledged.forget();
      current = undefined;
    },
  };
}

/** Lets what is already in the socket arrive, so that it becomes one batch. */
function soon(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
