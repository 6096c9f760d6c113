import { setTimeout as sleep } from "node:timers/promises";
import { uuidOf } from "../../../shared/contracts";
import type { Database } from "../../../shared/database";
import type { Logger } from "../../../shared/observability";
import { findLiveSessions, type LiveSession } from "../../../shared/sessions";
import { farewell, greeting, HEARTBEAT, toFrame } from "./frames";
import { createListeners, type Listener, type ListenerLimits, type Stream } from "./listeners";
import { createUpkeep } from "./upkeep";
import { readBroadcast, sessionOf } from "./user-event";

/** Everybody who listens at this process. */
export interface Streams {
  /**
   * Lets a session listen: `begin` makes its stream, which calls `closed` when it is over. Throws
   * `rate_limited` or `overloaded` before that when there are too many.
   */
  add(live: LiveSession, tokenHash: Buffer, begin: (closed: () => void) => Stream): void;
  /** Takes what was broadcast and tells those whom it is about. */
  hear(broadcast: unknown): void;
  /** Ends all, once load balancers have had the time to notice that this process stops. */
  close(): Promise<void>;
}

export interface StreamLimits extends ListenerLimits {
  /** In ms. */
  heartbeat: number;
}

export const STREAM_LIMITS: StreamLimits = { perUser: 10, perProcess: 5_000, heartbeat: 15_000 };

/** No streams yet. What is told here is told at most once: nothing is kept for who was away. */
export function createStreams(options: {
  db: Database;
  log: Logger;
  /** In ms. */
  shutdownDelay: number;
  limits?: Partial<StreamLimits>;
}): Streams {
  const { db, log } = options;
  const { heartbeat, ...limits } = { ...STREAM_LIMITS, ...options.limits };
  const listeners = createListeners(limits);
  let closing: Promise<void> | undefined;
  let closed = false;

  const upkeep = createUpkeep<Listener>({
    heartbeat,
    beat() {
      for (const { stream } of listeners.all()) stream.write(HEARTBEAT);
    },
    watched: listeners.all,
    find: (ids) => findLiveSessions(db, ids),
    onEnding: (listener, ending) => end(listener, farewell(listener, ending)),
    onBlind(err) {
      const { count } = listeners;
      log.warn({ err, count }, "streams ended: whether their sessions live is not known");
      endAll();
    },
  });

  const remove = (listener: Listener): void => {
    if (listeners.remove(listener) && listeners.count === 0) upkeep.stop();
  };
  const end = (listener: Listener, frame?: string): void => {
    remove(listener);
    listener.stream.end(frame);
  };
  const endAll = (): void => {
    for (const listener of listeners.all()) end(listener);
  };
  const close = async (): Promise<void> => {
    await sleep(options.shutdownDelay);
    closed = true;
    endAll();
  };

  return {
    add({ user, session }, tokenHash, begin) {
      listeners.requireRoom(user.id);
      const stream = begin(() => remove(listener));
      const about = { userId: user.id, session: session.id, sessionId: uuidOf(session.id) };
      const listener: Listener = { ...about, tokenHash, stream };
      listeners.add(listener);
      upkeep.start();
      stream.write(greeting());
      if (closed) end(listener);
    },

    hear(message) {
      if (listeners.count === 0) return;
      const event = readBroadcast(message);
      if (!event) {
        log.warn("a broadcast about a user could not be read");
        return;
      }
      const told = listeners.of(event.userId);
      const ended = event.type === "session.ended" ? sessionOf(event) : undefined;
      for (const listener of told) {
        const frame = toFrame(event, listener.session);
        if (listener.session === ended) end(listener, frame);
        else listener.stream.write(frame);
      }
      // A new password or a closed account ends sessions without an event about each.
      if (told.length > 0 && event.type.startsWith("user.")) upkeep.nudge();
    },

    close: () => (closing ??= close()),
  };
}
