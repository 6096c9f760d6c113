import type { Caller } from "../../../shared/contracts";
import type { AccountsDeps } from "../deps";
import { insertMailRequest, type MailRequest } from "./store/mail-requests";

/**
 * An action that asks for a mail by an address. It only stores the request: whether there is such an
 * account is looked up later, so that the answer and its time are the same for every address.
 */
export function requestMail(purpose: MailRequest["purpose"]) {
  return async (deps: AccountsDeps, params: { email: string }, caller: Caller) => {
    // Without a principal: a request says nothing about who is logged in.
    const { principal: _, ...origin } = caller;
    const answer = await deps.once(async (trx) => {
      await insertMailRequest(trx, { purpose, email: params.email, caller: origin });
      return {};
    });
    deps.mailRequests.loop?.nudge();
    return answer;
  };
}
