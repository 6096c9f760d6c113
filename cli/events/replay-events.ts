import { NAMED_IDS } from "../../shared/contracts";
import type { Envelope } from "../../shared/events";
import type { Calls } from "../../shared/service";
import type { Interrupt } from "../interrupt";
import { OPERATOR } from "../operate";
import type { Filters } from "./filters";
import { pagesOf } from "../pages";
import type { SubscriberName } from "../../shared/contracts";

export interface ReplayOptions {
  to: SubscriberName;
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
  subscriber: SubscriberName;
  received: number;
  new: number;
  known: number;
}

type ReplayCalls = Pick<Calls, "accounts" | SubscriberName>;

/** Counts what would be replayed, without replaying it. Throws `not_found` for an id that the log does not have. */
export async function countReplay(
  { accounts }: Pick<Calls, "accounts">,
  { filters, heard, ids }: Pick<ReplayOptions, "filters" | "heard" | "ids">,
): Promise<{ count: number; until: string }> {
  for (const id of ids) await accounts.getEvent({ id }, OPERATOR);
  const { count, counted_at } = await accounts.countEvents({ ...filters, type: heard }, OPERATOR);
  const { until = counted_at } = filters;
  return {
    count: ids.length > 0 ? ids.length : count,
    until: until < counted_at ? until : counted_at,
  };
}

/**
 * Hands events of the log to a subscriber, the oldest first, and writes down that it did, also when
 * it was interrupted. What is written to the log meanwhile is delivered anyway and left out.
 */
export async function replayEvents(call: ReplayCalls, options: ReplayOptions): Promise<Replayed> {
  const { to, filters, heard, ids, interrupt } = options;
  const { count, until } = await countReplay(call, options);
  const events =
    ids.length > 0 ? byId(call, ids) : byFilter(call, { ...filters, type: heard, until });
  const onProgress = options.onTotal(count);
  const counts = { received: 0, new: 0, known: 0 };
  try {
    for await (const some of events) {
      interrupt.check();
      if (some.length === 0) continue;
      const replayed = await call[to].replay({ events: some }, OPERATOR);
      counts.received += replayed.received;
      counts.new += replayed.new;
      counts.known += replayed.known;
      onProgress(counts.received);
    }
  } finally {
    if (counts.received > 0) {
      const filter = ids.length > 0 ? { ids: ids.slice(0, NAMED_IDS) } : filters;
      const fields = { operation: "events.replayed", subscriber: to, filter, counts } as const;
      await call.accounts.recordOperation(fields, OPERATOR);
    }
  }
  return { subscriber: to, ...counts };
}

async function* byId({ accounts }: ReplayCalls, ids: readonly string[]) {
  for (const id of ids) yield [(await accounts.getEvent({ id }, OPERATOR)).event as Envelope];
}

function byFilter({ accounts }: ReplayCalls, filters: Filters | { type: string | undefined }) {
  return pagesOf((cursor) =>
    accounts.listEvents({ ...filters, order: "asc", limit: 100, ...cursor }, OPERATOR),
  );
}
