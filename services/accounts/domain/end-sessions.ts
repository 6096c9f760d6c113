import type { Caller } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { sessionEnded } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { deleteSessionsOf } from "../store/sessions";
import { originOf } from "./origin";

interface Ending {
  /** A session (UUID) that goes on. */
  except?: string;
  /** What ended them, e.g. `password_changed`; events carry it. */
  reason: string;
  caller: Caller;
  /** Who did it, when the caller's scope does not say so. */
  actor?: string;
}

/**
 * Ends the sessions of a user (UUID), all or all but one, each with its `session.ended`, in the
 * transaction of what ends them. Answers with their UUIDs.
 */
export async function endSessions(
  { outbox }: Pick<AccountsDeps, "outbox">,
  trx: Transaction,
  userId: string,
  { except, reason, caller, actor }: Ending,
): Promise<string[]> {
  const ended = await deleteSessionsOf(trx, userId, except);
  await outbox.appendAll(
    trx,
    sessionEnded,
    ended.map((id) => ({
      subject: encodeTypeId("user", userId),
      aggregateVersion: 2,
      data: {
        session_id: encodeTypeId("session", id),
        ...originOf(caller),
        reason,
      },
      caller,
      ...(actor === undefined ? {} : { actor }),
    })),
  );
  return ended;
}
