import type { Caller } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { sessionEnded } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { deleteSessionsOf } from "../store/sessions";
import { originOf } from "./origin";

/** Ends the sessions of a user (a UUID), all but `except`, with an event for each that was live. */
export async function endSessions(
  deps: Pick<AccountsDeps, "outbox">,
  trx: Transaction,
  {
    userId,
    except,
    reason,
    caller,
  }: {
    userId: string;
    except?: string;
    reason: string;
    caller: Caller;
  },
): Promise<void> {
  const ended = await deleteSessionsOf(trx, userId, except);
  for (const id of ended) {
    await deps.outbox.append(trx, sessionEnded, {
      subject: encodeTypeId("user", userId),
      aggregateVersion: 2,
      data: { session_id: encodeTypeId("session", id), ...originOf(caller), reason },
      caller,
    });
  }
}
