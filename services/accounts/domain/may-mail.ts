import type { MailPurpose } from "../../../shared/contracts";
import type { Database, Transaction } from "../../../shared/database";
import type { Signer } from "../../../shared/signing";
import { countMailEvents } from "../store/events";
import { forgottenAddress } from "./forgotten-address";

const A_MINUTE = 1;
const AN_HOUR = 3;

/** The events that send a mail of a purpose. */
export const MAIL_EVENTS: Record<MailPurpose, readonly string[]> = {
  confirmation: ["user.registered", "user.confirmation_requested"],
  password_reset: ["user.password_reset_requested"],
  email_change: ["user.email_change_requested"],
};

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
  const addresses = [email, forgottenAddress(signer, email)];
  const { minute, hour } = await countMailEvents(on, MAIL_EVENTS[purpose], addresses);
  return minute < A_MINUTE && hour < AN_HOUR;
}
