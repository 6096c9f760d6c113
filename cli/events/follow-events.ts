import { setTimeout as sleep } from "node:timers/promises";
import { isOutage } from "../../shared/errors";
import type { Envelope } from "../../shared/events";
import type { Calls } from "../../shared/service";
import { OPERATOR } from "../operate";
import { pagesOf } from "../pages";
import type { Filters } from "./filters";

const LOOK_EVERY = 500;
/** In ms. An event appears when its transaction commits, which may be this long after its time. */
const LOOK_BACK = 10_000;
/** In ms. Longer than any restart that is meant to end. */
const PATIENCE = 60_000;

type EventLog = Pick<Calls["events"], "listEvents">;

/**
 * Shows the last `lines` events that fit, then each one that is added, until the signal. Each comes
 * once; those that committed late come late. While the log cannot be reached it waits, up to a minute.
 */
export async function followEvents(
  log: EventLog,
  options: {
    filters: Filters;
    lines: number;
    signal: AbortSignal;
    onEvent: (event: Envelope) => void;
    onAway: () => void;
  },
): Promise<void> {
  const { filters, lines, signal, onEvent } = options;
  const latest = await readLatest(log, filters, lines);
  latest.slice(0, lines).reverse().forEach(onEvent);
  const shown = new Map(latest.map(({ id, time }) => [id, time]));
  let newest = latest[0]?.time;

  const look = async (): Promise<void> => {
    const since = newest === undefined ? undefined : lookBack(newest);
    const pages = pagesOf((cursor) =>
      log.listEvents({ ...filters, since, order: "asc", limit: 100, ...cursor }, OPERATOR),
    );
    for await (const page of pages) {
      for (const event of page as Envelope[]) {
        if (signal.aborted) return;
        if (shown.has(event.id)) continue;
        shown.set(event.id, event.time);
        if (newest === undefined || event.time > newest) newest = event.time;
        onEvent(event);
      }
    }
    for (const [id, time] of shown) if (since !== undefined && time < since) shown.delete(id);
  };

  let awaySince: number | undefined;
  while (!signal.aborted) {
    await sleep(LOOK_EVERY, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    try {
      await look();
      awaySince = undefined;
    } catch (error) {
      if (!isOutage(error)) throw error;
      if (awaySince === undefined) options.onAway();
      awaySince ??= Date.now();
      if (Date.now() - awaySince > PATIENCE) throw error;
    }
  }
}

/** The latest events, the newest first: as many as are wanted, and all that are looked back at. */
async function readLatest(log: EventLog, filters: Filters, lines: number) {
  const latest: Envelope[] = [];
  const pages = pagesOf((cursor) =>
    log.listEvents({ ...filters, limit: 100, ...cursor }, OPERATOR),
  );
  for await (const page of pages) {
    latest.push(...(page as Envelope[]));
    const [newest, oldest] = [latest[0], latest.at(-1)];
    if (!newest || !oldest) break;
    if (latest.length >= lines && oldest.time < lookBack(newest.time)) break;
  }
  return latest;
}

function lookBack(time: string): string {
  return new Date(Date.parse(time) - LOOK_BACK).toISOString();
}
