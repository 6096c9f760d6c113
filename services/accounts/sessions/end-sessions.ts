import type { Caller } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { sessionEnded } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { originOf } from "./origin";
import { deleteSession, deleteSessionsOf } from "./store/sessions";

interface Ending {
  /** A session (UUID) that goes on. */
  except?: string;
  /** What ended them, e.g. `password_changed`; events carry it. */
  reason: string;
  caller: Caller;
  /** Who did it, when the caller's principal does not say so. */
  actor?: string;
}

/** Ends one session (both UUIDs) of a user with its `session.ended`; false when it was over already. */
export async function endSession(
  { outbox }: Pick<AccountsDeps, "outbox">,
  trx: Transaction,
  userId: string,
  { sessionId, reason, caller }: { sessionId: string; reason: string; caller: Caller },
): Promise<boolean> {
  const ended = await deleteSession(trx, userId, sessionId);
  if (ended) await outbox.append(trx, sessionEnded, eventOf(userId, sessionId, { reason, caller }));
  return ended;
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
    ended.map((id) => eventOf(userId, id, { reason, caller, actor })),
  );
  return ended;
}

function eventOf(
  userId: string,
  sessionId: string,
  { reason, caller, actor }: { reason: string; caller: Caller; actor?: string | undefined },
) {
  const session_id = encodeTypeId("session", sessionId);
  return {
    subject: session_id,
    aggregateVersion: 2,
    concerns: [encodeTypeId("user", userId)],
    data: { session_id, ...originOf(caller), reason },
    caller,
    ...(actor === undefined ? {} : { actor }),
  };
}
