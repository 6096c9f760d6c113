import { AppError } from "../../../shared/errors";
import { gauge } from "../../../shared/observability";
import type { Watched } from "./watch-sessions";

/** An answer that goes on. */
export interface Stream {
  write(text: string): void;
  /** Writes the last text and ends. */
  end(text?: string): void;
}

/** A session that listens. */
export interface Listener extends Watched {
  userId: string;
  session: string;
  stream: Stream;
}

export interface ListenerLimits {
  perUser: number;
  perProcess: number;
}

/** Who listens at this process, user by user. */
export interface Listeners {
  /** Throws `rate_limited` or `overloaded` when there is no room for another listener of the user. */
  requireRoom(userId: string): void;
  add(listener: Listener): void;
  /** Whether the listener was there. */
  remove(listener: Listener): boolean;
  of(userId: string): readonly Listener[];
  all(): readonly Listener[];
  readonly count: number;
}

const open = gauge("jumar_http_streams_open", "Streams of server-sent events that are open.");
/** In seconds. */
const RETRY_AFTER = 10;

/** Nobody listens yet. */
export function createListeners({ perUser, perProcess }: ListenerLimits): Listeners {
  const byUser = new Map<string, Set<Listener>>();
  let count = 0;
  return {
    requireRoom(userId) {
      if ((byUser.get(userId)?.size ?? 0) >= perUser) {
        const detail = `you have ${perUser} open streams already`;
        throw new AppError("rate_limited", { detail, retryAfter: RETRY_AFTER });
      }
      if (count >= perProcess) throw new AppError("overloaded", { retryAfter: RETRY_AFTER });
    },
    add(listener) {
      const own = byUser.get(listener.userId) ?? new Set();
      byUser.set(listener.userId, own.add(listener));
      count += 1;
      open.inc();
    },
    remove(listener) {
      const own = byUser.get(listener.userId);
      if (!own?.delete(listener)) return false;
      if (own.size === 0) byUser.delete(listener.userId);
      count -= 1;
      open.dec();
      return true;
    },
    of: (userId) => [...(byUser.get(userId) ?? [])],
    all: () => [...byUser.values()].flatMap((own) => [...own]),
    get count() {
      return count;
    },
  };
}
