import { outsideTraces } from "../../../shared/observability";
import {
  type SessionWatch,
  type Watched,
  type WatchOptions,
  watchSessions,
} from "./watch-sessions";

/** The work that open streams need from time to time; there is none while nobody listens. */
export interface Upkeep {
  /** Begins, unless it has begun. */
  start(): void;
  stop(): void;
  /** Looks now whether the sessions still live. */
  nudge(): void;
}

/** Watches over the sessions of streams, and beats every `heartbeat` ms. */
export function createUpkeep<Each extends Watched>({
  heartbeat,
  beat,
  ...watching
}: WatchOptions<Each> & { heartbeat: number; beat: () => void }): Upkeep {
  let running: { watch: SessionWatch; timer: NodeJS.Timeout } | undefined;
  return {
    start() {
      // It outlives the request that started it, so it belongs to no trace.
      running ??= outsideTraces(() => ({
        watch: watchSessions(watching),
        timer: setInterval(beat, heartbeat),
      }));
    },
    stop() {
      running?.watch.stop();
      clearInterval(running?.timer);
      running = undefined;
    },
    nudge: () => running?.watch.nudge(),
  };
}
