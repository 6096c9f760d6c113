import { mailKinds, type MailPurpose } from "../../../shared/contracts";
import type { Database, Transaction } from "../../../shared/database";
import { forgottenAddresses } from "../../../shared/event-log";
import type { Signer } from "../../../shared/signing";
import { countMailEvents } from "./store/mail-events";

const A_MINUTE = 1;
const AN_HOUR = 3;

/**
 * Whether another mail of a purpose may go to an address: one a minute and three an hour. Counted by
 * the events that sent the others, those of deleted accounts too, so that no mail is lost for one that
 * never was. Who asked is not told, so that the answer says nothing about an account.
 */
export async function mayMail(
  { signer }: { signer: Signer },
  on: Database | Transaction,
  purpose: MailPurpose,
  email: string,
): Promise<boolean> {
  const addresses = [email, ...forgottenAddresses(signer, email)];
  const { minute, hour } = await countMailEvents(on, mailKinds[purpose].events, addresses);
  return minute < A_MINUTE && hour < AN_HOUR;
}
