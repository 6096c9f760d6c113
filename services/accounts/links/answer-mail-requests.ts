import { idsOf, lookBack, type Loop, startLoop } from "../../../shared/background";
import type { Transaction } from "../../../shared/database";
import { userConfirmationRequested, userPasswordResetRequested } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { countEvent, findUserByEmail } from "../identity";
import { mayMail } from "./may-mail";
import { findMailRequest, type MailRequest, takeMailRequests } from "./store/mail-requests";

const BATCH = 20;

const EVENTS = {
  confirmation: userConfirmationRequested,
  password_reset: userPasswordResetRequested,
};

/**
 * Turns mail requests into events, where the address has an account that can use the mail; drops
 * the others. May run in several processes at once.
 */
export function answerMailRequests(deps: AccountsDeps): Loop {
  const back = lookBack();
  const loop = startLoop({
    name: "mail requests",
    interval: 1_000,
    idle: 5_000,
    log: deps.log,
    async work() {
      const first = await back.look(
        (stretch) => findMailRequest(deps.db, idsOf(stretch)),
        (request) => request?.waited,
      );
      if (!first) return "nothing";
      const taken = await deps.transaction(async (trx) => {
        const requests = await takeMailRequests(trx, first.id, BATCH);
        for (const request of requests) await answer(deps, trx, request);
        return requests.length;
      });
      return taken === BATCH || (taken === 0 ? "nothing" : false);
    },
  });
  deps.mailRequests.loop = loop;
  return loop;
}

async function answer(
  deps: AccountsDeps,
  trx: Transaction,
  { purpose, email, caller }: MailRequest,
): Promise<void> {
  const user = await findUserByEmail(trx, email);
  if (!user || user.disabled_at) return;
  if (purpose === "confirmation" && user.confirmed_at) return;
  if (!(await mayMail(deps, trx, purpose, user.email))) return;
  await deps.outbox.append(trx, EVENTS[purpose], {
    subject: encodeTypeId("user", user.id),
    aggregateVersion: await countEvent(trx, user.id),
    data: { email: user.email },
    caller,
  });
}
