import {
  parseParams,
  type Caller,
  type Contracts,
  type OperationType,
  type ParamsOf,
} from "../../../shared/contracts";
import {
  deadLettersDiscarded,
  deadLettersRetried,
  eventsReplayed,
  type EventDefinition,
} from "../../../shared/events";
import type { Deps } from "../../../shared/service";

type Params = ParamsOf<Contracts["accounts"]["actions"]["recordOperation"]>;

const EVENTS: Record<OperationType, EventDefinition> = {
  "events.replayed": eventsReplayed,
  "dead_letters.retried": deadLettersRetried,
  "dead_letters.discarded": deadLettersDiscarded,
};

/** Writes an event about what an operator did to a subscriber's events. Throws `validation_failed` for other counts. */
export async function recordOperation(
  deps: Pick<Deps, "outbox" | "transaction">,
  { operation, ...fields }: Params,
  caller: Caller,
) {
  const event = EVENTS[operation];
  const data = parseParams(event.data, fields);
  const event_id = await deps.transaction((trx) =>
    deps.outbox.append(trx, event, { aggregateVersion: 1, data, caller }),
  );
  return { event_id };
}
