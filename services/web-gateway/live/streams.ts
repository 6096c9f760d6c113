import { setTimeout as sleep } from "node:timers/promises";
import { uuidOf } from "../../../shared/contracts";
import type { Database } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { gauge, outsideTraces, type Logger } from "../../../shared/observability";
import { findLiveSessions, type LiveSession } from "../../../shared/sessions";
import { readBroadcast, sessionOf, toFrame, type UserEvent } from "./user-event";
import { watchSessions, type Ending, type SessionWatch, type Watched } from "./watch-sessions";

/** An answer that goes on. */
export interface Stream {
  write(text: string): void;
  /** Writes the last text and ends. */
  end(text?: string): void;
}

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

export interface StreamLimits {
  perUser: number;
  perProcess: number;
  /** In ms. */
  heartbeat: number;
}

interface Listener extends Watched {
  userId: string;
  session: string;
  stream: Stream;
}

const LIMITS: StreamLimits = { perUser: 10, perProcess: 5_000, heartbeat: 15_000 };
const HEARTBEAT = ":\n\n";

const open = gauge("jumar_http_streams_open", "Streams of server-sent events that are open.");
/** In seconds. */
const RETRY_AFTER = 10;

/** No streams yet. What is told here is told at most once: nothing is kept for who was away. */
export function createStreams(options: {
  db: Database;
  log: Logger;
  /** In ms. */
  shutdownDelay: number;
  limits?: Partial<StreamLimits>;
}): Streams {
  const { db, log } = options;
  const limits = { ...LIMITS, ...options.limits };
  const listeners = new Map<string, Set<Listener>>();
  let count = 0;
  let closed = false;
  let closing: Promise<void> | undefined;
  let running: { watch: SessionWatch; heartbeat: NodeJS.Timeout } | undefined;

  const all = (): Listener[] => [...listeners.values()].flatMap((those) => [...those]);

  const remove = (listener: Listener): void => {
    const those = listeners.get(listener.userId);
    if (!those?.delete(listener)) return;
    if (those.size === 0) listeners.delete(listener.userId);
    count -= 1;
    open.dec();
    if (count > 0) return;
    running?.watch.stop();
    clearInterval(running?.heartbeat);
    running = undefined;
  };
  const end = (listener: Listener, frame?: string): void => {
    remove(listener);
    listener.stream.end(frame);
  };
  const endAll = (): void => {
    for (const listener of all()) end(listener);
  };

  const close = async (): Promise<void> => {
    await sleep(options.shutdownDelay);
    closed = true;
    endAll();
  };

  const start = () => ({
    watch: watchSessions({
      watched: all,
      find: (ids) => findLiveSessions(db, ids),
      onEnding: (listener, ending) => end(listener, farewell(listener, ending)),
      onBlind(err) {
        log.warn({ err, count }, "streams ended: whether their sessions live is not known");
        endAll();
      },
    }),
    heartbeat: setInterval(() => {
      for (const { stream } of all()) stream.write(HEARTBEAT);
    }, limits.heartbeat),
  });

  return {
    add({ user, session }, tokenHash, begin) {
      const those = listeners.get(user.id) ?? new Set<Listener>();
      if (those.size >= limits.perUser) {
        const detail = `${limits.perUser} streams of yours are open already`;
        throw new AppError("rate_limited", { detail, retryAfter: RETRY_AFTER });
      }
      if (count >= limits.perProcess) throw new AppError("overloaded", { retryAfter: RETRY_AFTER });

      const stream = begin(() => remove(listener));
      const listener: Listener = {
        userId: user.id,
        session: session.id,
        sessionId: uuidOf(session.id),
        tokenHash,
        stream,
      };
      listeners.set(user.id, those.add(listener));
      count += 1;
      open.inc();
      running ??= outsideTraces(start);
      stream.write(greeting());
      if (closed) end(listener);
    },

    hear(message) {
      const event = readBroadcast(message);
      if (!event) {
        log.warn("a broadcast about a user could not be read");
        return;
      }
      const those = listeners.get(event.userId);
      if (!those) return;
      const ended = event.type === "session.ended" ? sessionOf(event) : undefined;
      for (const listener of [...those]) {
        const frame = toFrame(event, listener.session);
        if (listener.session === ended) end(listener, frame);
        else listener.stream.write(frame);
      }
      // A new password or a closed account ends sessions of which nothing more is said.
      if (event.type.startsWith("user.")) running?.watch.nudge();
    },

    close: () => (closing ??= close()),
  };
}

/** Tells browsers how long to wait before they connect again: not all at the same time. */
function greeting(): string {
  return `retry: ${1_000 + Math.floor(Math.random() * 2_000)}\n\n`;
}

/** The last thing said in a stream whose session is over, when no broadcast came to say it. */
function farewell({ userId, session }: Listener, reason: Ending): string {
  const data = { session_id: session, reason };
  const event: UserEvent = { userId, type: "session.ended", time: new Date().toISOString(), data };
  return toFrame(event, session);
}
