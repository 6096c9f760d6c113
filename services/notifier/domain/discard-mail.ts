import { uuidOf } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import type { Envelope } from "../../../shared/events";
import type { NotifierDeps } from "../deps";
import { skipDeliveriesTo } from "../store/deliveries";
import { mails } from "./mail-metrics";

/** Mails that are still to go to a deleted account are not sent any more. */
export async function discardMail(
  _deps: NotifierDeps,
  event: Envelope,
  trx: Transaction,
): Promise<void> {
  if (event.subject === undefined) return;
  const kinds = await skipDeliveriesTo(trx, uuidOf(event.subject));
  // What is rolled back was not skipped, and is tried again.
  trx.executionPromise.then(
    () => kinds.forEach((kind) => mails.inc({ kind, outcome: "skipped" })),
    () => undefined,
  );
}
