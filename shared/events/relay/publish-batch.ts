import type { Database } from "../../database";
import { type Logger, report } from "../../observability";
import type { Deliver } from "../deliver";
import type { Envelope } from "../envelope";
import { published } from "../event-metrics";
import { toEnvelope } from "../outbox/outbox";
import { markPublished, type UnpublishedRow } from "../outbox/outbox-rows";
import { tracePublishing } from "../trace-events";
import type { SetAside } from "./set-aside";

/** Hears of events once they are published and marked; what it throws changes nothing for them. */
export type OnPublished = (events: Envelope[]) => void;

/**
 * Delivers the events of some rows, marks those that are safe with every subscriber and sets the
 * others aside. An event that another relay has marked first is not told of again.
 */
export function publishBatch(options: {
  db: Database;
  schema: string;
  deliver: Deliver;
  setAside: SetAside;
  onPublished?: OnPublished | undefined;
  log: Logger;
}): (rows: UnpublishedRow[]) => Promise<void> {
  const { db, schema, deliver, setAside, onPublished, log } = options;
  // From 0, so that the first one counts as a rise.
  published.inc({ service: schema }, 0);

  const tell = (events: Envelope[]): void => {
    if (events.length === 0) return;
    try {
      onPublished?.(events);
    } catch (error) {
      report(log, error, { message: "published events could not be told of" });
    }
  };

  return async (rows) => {
    const events = rows.map((row) => toEnvelope(row, schema));
    const safe = new Set(await tracePublishing(events, deliver));
    const isSafe = (index: number): boolean => safe.has(events[index]?.id ?? "");
    const done = rows.filter((_, index) => isSafe(index));
    if (done.length > 0) {
      const marked = await markPublished(db, schema, done);
      published.inc({ service: schema }, marked.size);
      tell(events.filter((_, index) => marked.has(rows[index]?.id ?? "")));
    }
    setAside.add(rows.filter((_, index) => !isSafe(index)));
  };
}
