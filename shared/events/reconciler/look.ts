import type { Database } from "../../database";
import { decodeTypeId, encodeTypeId } from "../../ids";
import type { Envelope } from "../envelope";
import { firstUuidOf } from "../event-uuid";
import { findMissing } from "./find-missing";
import type { Heard } from "./heard";

/** What a look asks of the logs of all publishers; ids are TypeIDs. */
export interface PublishedLog {
  publishedUntil(params: { seconds: number }): Promise<{ before: string }>;
  listEventIds(params: {
    from: string;
    before: string;
    types?: string[];
    limit: number;
  }): Promise<{ ids: string[]; next: string | null }>;
  getEvents(params: { ids: string[] }): Promise<{ data: Envelope[] }>;
}

/** From one UUID on and below another. */
export interface Window {
  from: string;
  to: string;
}

/** Whose inbox, and how what it lacks is handed over: `receive` says how much was new. */
export interface Lacking {
  db: Database;
  schema: string;
  subscriber: string;
  log: PublishedLog;
  receive: (events: Envelope[]) => Promise<number>;
}

export interface Found {
  /** How many events the inbox lacked. */
  missing: number;
  /** How many of them were handed over and were new to it. */
  repaired: number;
  /** Up to where everything was looked at. */
  to: string;
}

const PAGE = 5_000;
const AT_ONCE = 200;

/**
 * Compares the log with an inbox in a window, each type from when it was heard, and hands over what is
 * missing; at most `pages` pages of 5,000 events.
 */
export async function look(
  lacking: Lacking,
  heard: readonly Heard[],
  window: Window,
  pages = Infinity,
): Promise<Found> {
  const found: Found = { missing: 0, repaired: 0, to: window.from };
  let left = pages;
  for (const part of partsOf(heard, window)) {
    let from: string | null = part.from;
    while (from !== null) {
      if (left === 0) return found;
      left -= 1;
      const { ids, next }: { ids: string[]; next: string | null } = await lacking.log.listEventIds({
        from: encodeTypeId("event", from),
        before: encodeTypeId("event", part.to),
        ...(part.types === "*" ? {} : { types: part.types }),
        limit: PAGE,
      });
      await repair(lacking, ids.map(uuidOf), found);
      from = next === null ? null : uuidOf(next);
      found.to = from ?? part.to;
    }
  }
  found.to = window.to > found.to ? window.to : found.to;
  return found;
}

async function repair(lacking: Lacking, ids: string[], found: Found): Promise<void> {
  const { db, schema, subscriber, log, receive } = lacking;
  const missing = await findMissing(db, schema, subscriber, ids);
  found.missing += missing.length;
  for (let n = 0; n < missing.length; n += AT_ONCE) {
    const some = missing.slice(n, n + AT_ONCE).map((id) => encodeTypeId("event", id));
    const { data } = await log.getEvents({ ids: some });
    found.repaired += await receive(data);
  }
}

/** A window cut where the subscriber began to hear further types; those it heard in each part. */
function partsOf(
  heard: readonly Heard[],
  { from, to }: Window,
): (Window & { types: string[] | "*" })[] {
  const since = heard.map(({ type, since: at }) => ({ type, at: firstUuidOf(at) }));
  const cuts = since.map(({ at }) => at).filter((at) => at > from && at < to);
  const ends = [...new Set([from, ...cuts, to])].sort();
  return ends.slice(1).flatMap((end, index) => {
    const begin = ends[index] as string;
    const types = since.filter(({ at }) => at <= begin).map(({ type }) => type);
    if (types.length === 0) return [];
    return [{ from: begin, to: end, types: types.includes("*") ? ("*" as const) : types }];
  });
}

function uuidOf(id: string): string {
  return decodeTypeId(id, "event");
}
