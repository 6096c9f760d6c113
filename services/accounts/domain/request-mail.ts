import { emailKeyOf, type Caller } from "../../../shared/contracts";
import type { AccountsDeps } from "../deps";
import { insertMailRequest, type MailRequest } from "../store/mail-requests";

/**
 * An action that asks for a mail by an address. It only writes the wish down: whether there is such an
 * account is looked up later, so that the answer and its time are the same for every address.
 */
export function requestMail(purpose: MailRequest["purpose"]) {
  return async (deps: AccountsDeps, params: { email: string }, caller: Caller) => {
    // Nobody's scope: a wish says nothing about who is logged in.
    const { scope: _, ...origin } = caller;
    await deps.transaction((trx) =>
      insertMailRequest(trx, { purpose, emailKey: emailKeyOf(params.email), caller: origin }),
    );
    deps.mailRequests.loop?.nudge();
    return {};
  };
}
