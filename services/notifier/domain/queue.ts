import { type MailKind, uuidOf } from "../../../shared/contracts";
import { afterCommit, type Transaction } from "../../../shared/database";
import { type Envelope, RefusedEvent, whomOf } from "../../../shared/events";
import { isTypeId } from "../../../shared/ids";
import type { NotifierDeps } from "../deps";
import { insertDelivery } from "../store/deliveries";
import { mailingServiceOf } from "./mailing-service";

/**
 * A handler that queues a mail of a kind to the user whom the event is about; the courier sends it.
 * Refuses an event about no user, or of a service that could not be asked about it.
 */
export function queue(kind: MailKind) {
  return async (deps: NotifierDeps, event: Envelope, trx: Transaction): Promise<void> => {
    const user = whomOf(event);
    if (user === undefined || !isTypeId(user, "user")) {
      throw new RefusedEvent(`${event.type} concerns no user to write to`);
    }
    mailingServiceOf(event.source);
    // Of an account that is confirmed already, or whose address has had enough mails.
    if ((event.data as { confirm?: boolean }).confirm === false) return;
    const mail = {
      event_id: uuidOf(event.id),
      kind,
      user_id: uuidOf(user),
      source: event.source,
      traceparent: event.traceparent ?? null,
    };
    await queueAndSend(deps, trx, mail);
  };
}

/** With room for it, the courier of this process sends it once it is committed; else it is found. */
async function queueAndSend(
  { courier: { loop } }: NotifierDeps,
  trx: Transaction,
  mail: Parameters<typeof insertDelivery>[1],
): Promise<void> {
  const room = loop?.reserve();
  if (!room) {
    await insertDelivery(trx, mail);
    afterCommit(trx, () => loop?.nudge());
    return;
  }
  try {
    const queued = await insertDelivery(trx, mail, room.seconds);
    const send = (): void => {
      if (queued) room.send(queued);
      else room.giveBack();
    };
    afterCommit(trx, send, room.giveBack);
  } catch (error) {
    room.giveBack();
    throw error;
  }
}
