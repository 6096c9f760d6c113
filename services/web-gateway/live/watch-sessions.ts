/** The session of an open stream, as the database knows it. */
export interface Watched {
  /** A UUID. */
  sessionId: string;
  /** The hash of the token with which the stream was opened. */
  tokenHash: Buffer;
}

/** Why a session no longer carries a stream: it has ended, or its token was renewed. */
export type Ending = "ended" | "renewed";

export interface WatchOptions<Each extends Watched> {
  watched: () => readonly Each[];
  /** The hashes of the tokens of those sessions that live, by session id. */
  find: (ids: string[]) => Promise<ReadonlyMap<string, Buffer>>;
  onEnding: (one: Each, ending: Ending) => void;
  /** The database has not answered for 5 s. */
  onBlind: (error: unknown) => void;
}

export interface SessionWatch {
  /** Looks now: something has happened that may have ended a session. */
  nudge(): void;
  stop(): void;
}

/** In ms: with the time of the query, an ended session is noticed within a second. */
const INTERVAL = 750;
/** In ms: after so long without an answer it is unknown who is still logged in. */
const BLIND_AFTER = 5_000;

/**
 * Polls the database, with one query for all open streams of this process, whether their sessions are
 * still live. So a revocation takes effect even if its broadcast is lost, and the database's clock decides
 * about expiry.
 */
export function watchSessions<Each extends Watched>(options: WatchOptions<Each>): SessionWatch {
  const { watched, find, onEnding, onBlind } = options;
  let answeredAt = performance.now();
  let problem: unknown;
  let looking = false;
  let again = false;

  const look = async (): Promise<void> => {
    looking = true;
    const asked = watched();
    try {
      const live = await find([...new Set(asked.map(({ sessionId }) => sessionId))]);
      answeredAt = performance.now();
      for (const one of asked) {
        const hash = live.get(one.sessionId);
        if (!hash) onEnding(one, "ended");
        else if (!hash.equals(one.tokenHash)) onEnding(one, "renewed");
      }
    } catch (error) {
      problem = error;
    } finally {
      looking = false;
    }
    if (!again) return;
    again = false;
    await look();
  };

  const timer = setInterval(() => {
    if (performance.now() - answeredAt > BLIND_AFTER) onBlind(problem);
    else if (!looking) void look();
  }, INTERVAL);

  return {
    nudge() {
      // The running query may have been answered before it happened.
      if (looking) again = true;
      else void look();
    },
    stop() {
      again = false;
      clearInterval(timer);
    },
  };
}
