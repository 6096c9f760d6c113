import { tellsOfItself } from "../../database";
import { type Logger, report } from "../../observability";
import type { Claimed, Inbox } from "../inbox/inbox";

/** The events that a process has claimed, renewed for as long as it has them in hand. */
export interface Claims {
  /** For how many seconds to claim. */
  seconds(): number;
  /** Renews the claims on these from now on, until they are let go. */
  hold(events: Claimed[]): void;
  letGo(events: Claimed[]): void;
  /**
   * Runs `work` with claims that last through a transaction; while it runs they are left alone, because
   * it changes the same rows. Events that another process has claimed meanwhile are left out.
   */
  through<T>(events: Claimed[], work: (held: Claimed[]) => Promise<T>): Promise<T>;
  /** Aborted when another process has claimed an event that is held here, as after a long pause of this one. */
  lost(event: Claimed): AbortSignal;
}

const UNRENEWED = "claims were not renewed";

/** In seconds. A process that dies leaves its events to the next after this long. */
const SHORT = 10;
const LOOK_AFTER = 3;
const RENEW_BELOW = 8;

interface Held {
  /** When the claim runs out, in ms of a clock that nobody sets. */
  until: number;
  losing: AbortController;
  /** A transaction is at it. */
  rests: boolean;
}

/** `longest` is how many seconds a transaction may take where handlers are slow. */
export function keepClaims(options: {
  inbox: Inbox;
  longest: number;
  isSlow: () => boolean;
  log: Logger;
}): Claims {
  const { inbox, longest, isSlow, log } = options;
  const held = new Map<Claimed, Held>();
  let looking: NodeJS.Timeout | undefined;
  let renewing = false;

  const seconds = (): number => (isSlow() ? Math.max(SHORT, longest + 5) : SHORT);
  const left = (event: Claimed): number =>
    ((held.get(event)?.until ?? 0) - performance.now()) / 1_000;

  const renew = async (events: Claimed[]): Promise<void> => {
    if (events.length === 0) return;
    const lasting = seconds();
    const until = performance.now() + lasting * 1_000;
    const kept = await inbox.renew(events, lasting);
    for (const event of events) {
      const claim = held.get(event);
      if (!claim) continue;
      if (kept.has(event.envelope.id)) claim.until = until;
      else claim.losing.abort();
    }
  };

  const look = async (): Promise<void> => {
    if (renewing) return;
    renewing = true;
    const due = [...held]
      .filter(([, { rests, losing }]) => !rests && !losing.signal.aborted)
      .map(([event]) => event)
      .filter((event) => left(event) < RENEW_BELOW);
    await renew(due)
      .catch((err: unknown) => {
        const { subscriber } = inbox;
        if (tellsOfItself(err)) log.debug({ subscriber, err }, UNRENEWED);
        else report(log, err, { subscriber, message: UNRENEWED });
      })
      .finally(() => {
        renewing = false;
      });
  };

  return {
    seconds,
    hold(events) {
      if (events.length === 0) return;
      const until = performance.now() + seconds() * 1_000;
      for (const event of events)
        held.set(event, { until, losing: new AbortController(), rests: false });
      looking ??= setInterval(() => void look(), LOOK_AFTER * 1_000);
    },
    letGo(events) {
      for (const event of events) held.delete(event);
      if (held.size > 0) return;
      clearInterval(looking);
      looking = undefined;
    },
    async through(events, work) {
      const short = events.filter((event) => left(event) < seconds() / 2);
      const rest = (rests: boolean): void => {
        for (const event of events) {
          const claim = held.get(event);
          if (claim) claim.rests = rests;
        }
      };
      await renew(short);
      rest(true);
      try {
        return await work(events.filter((event) => !held.get(event)?.losing.signal.aborted));
      } finally {
        rest(false);
      }
    },
    lost: (event) => held.get(event)?.losing.signal ?? AbortSignal.abort(),
  };
}
