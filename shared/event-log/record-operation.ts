import {
  type Caller,
  type eventLogActions,
  type OperationType,
  type ParamsOf,
  parseParams,
} from "../contracts";
import {
  deadLettersDiscarded,
  deadLettersRetried,
  type EventDefinition,
  eventsReplayed,
  mailsDiscarded,
  mailsRetried,
} from "../events";
import type { PublisherDeps } from "./deps";

type Params = ParamsOf<(typeof eventLogActions)["recordOperation"]>;

const EVENTS: Record<OperationType, EventDefinition> = {
  "events.replayed": eventsReplayed,
  "dead_letters.retried": deadLettersRetried,
  "dead_letters.discarded": deadLettersDiscarded,
  "mails.retried": mailsRetried,
  "mails.discarded": mailsDiscarded,
};

/** Writes an event about what an operator did to a subscriber's events. Throws `validation_failed` for other counts. */
export async function recordOperation(
  deps: Pick<PublisherDeps, "outbox" | "once">,
  { operation, ...fields }: Params,
  caller: Caller,
) {
  const event = EVENTS[operation];
  const data = parseParams(event.data, fields);
  return await deps.once(async (trx) => ({
    event_id: await deps.outbox.append(trx, event, { aggregateVersion: 1, data, caller }),
  }));
}

/** Writes an event about what a subscriber lacked and was handed again. Throws `validation_failed` for other counts. */
export async function recordRepair(
  deps: Pick<PublisherDeps, "outbox" | "once">,
  { subscriber, since, until, counts }: ParamsOf<(typeof eventLogActions)["recordRepair"]>,
  caller: Caller,
) {
  const fields = {
    operation: "events.replayed",
    subscriber,
    filter: { since, until },
    counts,
  } as const;
  return await recordOperation(deps, fields, caller);
}
