/** An open stream's session, by what the database knows of it. */
export interface Watched {
  /** A UUID. */
  sessionId: string;
  /** The hash of the token with which the stream was opened. */
  tokenHash: Buffer;
}

/** Why a session no longer carries a stream: it is over, or it goes on under another token. */
export type Ending = "ended" | "renewed";

export interface SessionWatch {
  /** Looks now: something has happened that may have ended a session. */
  nudge(): void;
  stop(): void;
}

/** In ms: with the time of the query, an ended session is noticed within a second. */
const INTERVAL = 750;
/** In ms: after so long without an answer nobody knows who is still logged in. */
const BLIND_AFTER = 5_000;

/**
 * Asks the database again and again, with one query for all open streams of this process, whether
 * their sessions live. A revocation counts although its broadcast was lost, and expiry is told by
 * the database's clock.
 */
export function watchSessions<Each extends Watched>(options: {
  watched: () => readonly Each[];
  find: (ids: string[]) => Promise<ReadonlyMap<string, Buffer>>;
  onEnding: (one: Each, ending: Ending) => void;
  /** The database has not answered for 5 s. */
  onBlind: (error: unknown) => void;
}): SessionWatch {
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
      // What is being asked may have been answered before it happened.
      if (looking) again = true;
      else void look();
    },
    stop() {
      again = false;
      clearInterval(timer);
    },
  };
}
