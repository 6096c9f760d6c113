import { ZodError } from "zod";
import { isUnreachable, tellsOfItself } from "../../database";
import { isOutage } from "../../errors";
import { type Logger, tellOfOutage } from "../../observability";
import { pause } from "../../waiting";
import type { Envelope } from "../envelope";
import { attempts as tries } from "../event-metrics";
import type { Claimed, Inbox } from "../inbox/inbox";
import { RefusedEvent } from "../subscription";

/** Pauses of 1, 2, 4, 8 and 16 s lie between six tries: given up within a minute. */
export const MAX_ATTEMPTS = 6;
const PROBLEM_LENGTH = 500;
/** In ms. */
const ASK_AGAIN_AFTER = 1_000;

/** What becomes of events whose handling failed. */
export interface Failures {
  /** What cannot be reached is waited for, however long it takes; it is no fault of the events. */
  wait(events: Claimed[], error: Error): Promise<void>;
  /** Something was handled: what was waited for is there. */
  over(): void;
  /** What is wrong with an event or its handler is tried again a few times, then given up. */
  fail(event: Claimed, error: Error): Promise<void>;
  /** Each of its tries was begun and none was concluded: its handler brings the process down. */
  buryLost(event: Claimed): Promise<void>;
}

/** What its handler never came back from. */
class HandlerLost extends Error {
  override readonly name = "HandlerLost";
  override readonly message = "its handler did not come back, several times";
}

/** `onPostponed` hears of the seconds after which something is due again, `onFailure` of each attempt that failed. */
export function concludeFailures(options: {
  inbox: Inbox;
  onFailure: (
    event: Envelope,
    error: Error,
    about: { attempts: number; givenUp: boolean },
  ) => Promise<void>;
  onPostponed: (seconds: number) => void;
  stopping: AbortSignal;
  log: Logger;
}): Failures {
  const { inbox, onPostponed, onFailure, stopping, log } = options;
  const { subscriber } = inbox;

  const outage = tellOfOutage(log, {
    name: `events of ${subscriber}`,
    away: "events postponed: something they need is away",
    back: "events are handled again",
  });

  const postpone = async (
    events: Claimed[],
    error: Error,
    seconds: number,
    counted: boolean,
  ): Promise<void> => {
    await inbox.postpone(events, problemOf(error), seconds, counted);
    onPostponed(seconds);
  };

  const bury = async (event: Claimed, error: Error, problem: string): Promise<void> => {
    const { envelope, attempts } = event;
    tries.inc({ subscriber, outcome: "dead" });
    // Who gave it up tells of it; another may have been quicker.
    if (await inbox.bury(event, problem))
      await onFailure(envelope, error, { attempts, givenUp: true });
  };

  return {
    async wait(events, error) {
      tries.inc({ subscriber, outcome: "postponed" }, events.length);
      if (!tellsOfItself(error)) outage.away(error, { subscriber, count: events.length });
      for (;;) {
        try {
          return await postpone(events, error, 5 + Math.random() * 5, false);
        } catch (err) {
          // While the database itself is away their attempt is not taken back yet.
          if (stopping.aborted || !(isOutage(err) || isUnreachable(err))) throw err;
        }
        await pause(ASK_AGAIN_AFTER, stopping);
      }
    },
    over: () => void outage.back(),
    async fail(event, error) {
      const { envelope, attempts } = event;
      const about = {
        subscriber,
        event_id: envelope.id,
        event_type: envelope.type,
        attempts,
        err: error,
      };
      const isHopeless = error instanceof ZodError || error instanceof RefusedEvent;
      if (isHopeless || attempts >= MAX_ATTEMPTS) {
        log.error(about, "event given up");
        await bury(event, error, problemOf(error));
      } else {
        log.warn(about, "event failed, trying again");
        tries.inc({ subscriber, outcome: "failed" });
        const pause = 2 ** (attempts - 1) * (0.75 + Math.random() / 2);
        await postpone([event], error, pause, true);
        await onFailure(envelope, error, { attempts, givenUp: false });
      }
    },
    async buryLost(event) {
      log.error({ subscriber, event_id: event.envelope.id }, "event given up");
      const error = new HandlerLost();
      await bury(event, error, error.message);
    },
  };
}

function problemOf({ name, message }: Error): string {
  return `${name}: ${message}`.slice(0, PROBLEM_LENGTH);
}
