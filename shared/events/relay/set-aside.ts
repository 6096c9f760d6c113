import type { Logger } from "../../observability";
import { returned as returnedEvents } from "../event-metrics";
import type { OutboxRow } from "../outbox/outbox";

/** Events that reached no queue. */
export interface SetAside {
  /** Sets rows aside. Throws when there are too many: the relay waits then as after any failure. */
  add(rows: OutboxRow[]): void;
  /** The ids of the rows that are not due yet. */
  ids(): string[];
}

/** What reached no queue is tried again after this many ms, and holds nothing up meanwhile. */
const PAUSE = 5_000;
/** With more than so many something else is wrong. */
const MOST = 5_000;
const LOG_AGAIN_AFTER = 30_000;

/** Remembers which events of a service reached no queue, counts them, and logs it every 30 s. */
export function setAsideReturned(service: string, log: Logger): SetAside {
  const due = new Map<string, number>();
  let loggedAt = -LOG_AGAIN_AFTER;
  // From 0, so that the first one counts as a rise.
  returnedEvents.inc({ service }, 0);
  return {
    add(rows) {
      if (rows.length === 0) return;
      returnedEvents.inc({ service }, rows.length);
      if (due.size + rows.length > MOST) throw new Error("events have no queue; they wait");
      for (const { id } of rows) due.set(id, Date.now() + PAUSE);
      if (Date.now() - loggedAt < LOG_AGAIN_AFTER) return;
      loggedAt = Date.now();
      log.error(
        { service, count: rows.length, event_type: rows[0]?.type },
        "events have no queue; they wait",
      );
    },
    ids() {
      for (const [id, at] of due) if (at <= Date.now()) due.delete(id);
      return [...due.keys()];
    },
  };
}
