import type { Logger } from "../../../shared/observability";

/** Collects which sessions were used; accounts is told every minute, never within a request. */
export interface SeenSessions {
  note(sessionId: string): void;
  stop(): void;
}

const INTERVAL = 60_000;
const MOST = 1_000;

/** A report that fails is lost, which costs a session at most a minute of its idle time. */
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
