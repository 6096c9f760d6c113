import { uuidOf } from "../../../shared/contracts";
import { afterCommit, type Transaction } from "../../../shared/database";
import type { Envelope } from "../../../shared/events";
import type { NotifierDeps } from "../deps";
import { skipDeliveriesTo } from "../store/deliveries";
import { mails } from "./mail-metrics";

/** Skips the mails that are still to go to a deleted account. */
export async function discardMail(
  _deps: NotifierDeps,
  event: Envelope,
  trx: Transaction,
): Promise<void> {
  if (event.subject === undefined) return;
  const kinds = await skipDeliveriesTo(trx, uuidOf(event.subject));
  // What is rolled back was not skipped, and is tried again.
  afterCommit(trx, () => {
    for (const kind of kinds) mails.inc({ kind, outcome: "skipped" });
  });
}
