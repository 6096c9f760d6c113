import type { Logger } from "../../../shared/observability";

/** Which sessions were used lately; told to accounts once in a while, never on the way of a request. */
export interface SeenSessions {
  note(sessionId: string): void;
  stop(): void;
}

const INTERVAL = 60_000;
const MOST = 1_000;

/** What cannot be told is lost, which costs a session a minute of its idle time. */
export function collectSeenSessions(options: {
  tell: (sessionIds: string[]) => Promise<unknown>;
  log: Logger;
  interval?: number;
}): SeenSessions {
  const { tell, log } = options;
  let seen = new Set<string>();

  const tellAll = async (): Promise<void> => {
    const ids = [...seen];
    seen = new Set();
    for (let n = 0; n < ids.length; n += MOST) await tell(ids.slice(n, n + MOST));
  };
  const timer = setInterval(() => {
    tellAll().catch((err: unknown) => log.debug({ err }, "seen sessions could not be told of"));
  }, options.interval ?? INTERVAL);
  timer.unref();

  return {
    note: (sessionId) => void seen.add(sessionId),
    stop: () => {
      clearInterval(timer);
    },
  };
}
