import { NAMED_IDS } from "../../shared/contracts";
import type { Envelope } from "../../shared/events";
import type { Calls } from "../../shared/service";
import { type Interrupt, InterruptedError } from "../interrupt";
import { OPERATOR } from "../operate";
import { pagesOf } from "../pages";
import { countOf, format } from "../progress";
import { say } from "../say";
import type { ReplayTarget } from "../subscribers/replay-target";
import type { Filters } from "./filters";

export interface ReplayOptions {
  to: ReplayTarget;
  filters: Filters;
  /** The types that the subscriber hears, of those that were asked for; undefined: every one. */
  heard: string | undefined;
  /** Instead of filters. */
  ids: readonly string[];
  interrupt: Interrupt;
  /** Called once the number of events is known. */
  onTotal: (total: number) => (done: number) => void;
}

export interface Replayed {
  subscriber: string;
  received: number;
  new: number;
  known: number;
}

type ReplayCalls = Pick<Calls, "events">;

/** Counts what would be replayed, without replaying it. Throws `not_found` for an id that the log does not have. */
export async function countReplay(
  { events }: ReplayCalls,
  { filters, heard, ids }: Pick<ReplayOptions, "filters" | "heard" | "ids">,
): Promise<{ count: number; isEstimate: boolean; until: string }> {
  for (const id of ids) await events.getEvent({ id }, OPERATOR);
  const { count, is_estimate, counted_at } = await events.countEvents(
    { ...filters, type: heard },
    OPERATOR,
  );
  const { until = counted_at } = filters;
  return {
    count: ids.length > 0 ? ids.length : count,
    isEstimate: ids.length === 0 && is_estimate,
    until: until < counted_at ? until : counted_at,
  };
}

/**
 * Hands events of the log to a subscriber, the oldest first, and writes down that it did, also when
 * it was interrupted or failed; says then how far it came. What is written to the log meanwhile is
 * delivered anyway and left out.
 */
export async function replayEvents(call: ReplayCalls, options: ReplayOptions): Promise<Replayed> {
  const { to, filters, heard, ids, interrupt } = options;
  const { count, until } = await countReplay(call, options);
  const found =
    ids.length > 0 ? byId(call, ids) : byFilter(call, { ...filters, type: heard, until });
  const onProgress = options.onTotal(count);
  const counts = { received: 0, new: 0, known: 0 };
  let last: Envelope | undefined;
  const state = (): string => {
    if (!last) return "stopped; nothing was replayed";
    const rest =
      ids.length > 0
        ? "the same command again does the rest"
        : `the same command with --since ${last.time} does the rest`;
    return `stopped after ${format(counts.received)} of ${countOf(count, "event")}, which stay; ${rest}`;
  };
  try {
    for await (const some of found) {
      interrupt.check(state);
      if (some.length === 0) continue;
      const replayed = await to.replay(some);
      counts.received += replayed.received;
      counts.new += replayed.new;
      counts.known += replayed.known;
      last = some.at(-1);
      onProgress(counts.received);
    }
  } catch (error) {
    if (last && !(error instanceof InterruptedError)) say(state());
    throw error;
  } finally {
    if (counts.received > 0) {
      const filter = ids.length > 0 ? { ids: ids.slice(0, NAMED_IDS) } : filters;
      const fields = { operation: "events.replayed", subscriber: to.name, filter, counts } as const;
      await call.events.recordOperation(fields, OPERATOR);
    }
  }
  return { subscriber: to.name, ...counts };
}

async function* byId({ events }: ReplayCalls, ids: readonly string[]) {
  for (const id of ids) yield [(await events.getEvent({ id }, OPERATOR)).event as Envelope];
}

async function* byFilter({ events }: ReplayCalls, filters: Filters | { type: string | undefined }) {
  const pages = pagesOf((cursor) =>
    events.listEvents({ ...filters, order: "asc", limit: 100, ...cursor }, OPERATOR),
  );
  for await (const page of pages) yield page as Envelope[];
}
