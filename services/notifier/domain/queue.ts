import { uuidOf } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import type { Envelope } from "../../../shared/events";
import type { NotifierDeps } from "../deps";
import { insertDelivery } from "../store/deliveries";
import type { MailKind } from "./compose";

/** A handler that queues a mail of a kind to the event's user; the courier sends it. */
export function queue(kind: MailKind) {
  return async (deps: NotifierDeps, event: Envelope, trx: Transaction): Promise<void> => {
    if (event.subject === undefined) throw new Error(`${event.type} has no subject to write to`);
    await insertDelivery(trx, {
      eventId: uuidOf(event.id),
      kind,
      userId: uuidOf(event.subject),
      traceparent: event.traceparent,
    });
    // Before the commit there would be nothing to see.
    trx.executionPromise.then(
      () => deps.courier.loop?.nudge(),
      () => undefined,
    );
  };
}
