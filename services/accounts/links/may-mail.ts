import { emailKeyOf, type MailPurpose } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { createLimiter, type LimitRule, type Tried } from "../../../shared/limits";
import type { AccountsDeps } from "../deps";

/** One a minute, and three in an hour from the first on. */
const RULE: Omit<LimitRule, "name"> = {
  points: 3,
  seconds: 60 * 60,
  pauses: { free: 1, first: 60, longest: 60, remembered: 60 * 60 },
};

/**
 * Whether another mail of a purpose may go to the mailbox of an address, in whatever spelling; it counts as
 * sent if the transaction commits, so that no mail is lost for one that never was. Who asked is not told,
 * so that the answer says nothing about an account.
 */
export async function mayMail(
  { db, service, signer }: Pick<AccountsDeps, "db" | "service" | "signer">,
  trx: Transaction,
  purpose: MailPurpose,
  email: string,
): Promise<boolean> {
  return (await tryMail({ db, service, signer }, trx, purpose, email)).allowed;
}

/** The same for an administrator, who is told when the next one may go. */
export async function tryMail(
  { db, service, signer }: Pick<AccountsDeps, "db" | "service" | "signer">,
  trx: Transaction,
  purpose: MailPurpose,
  email: string,
): Promise<Tried> {
  const limiter = createLimiter(db, service, { name: `mail-${purpose}`, ...RULE });
  // A fingerprint, so that the address of a deleted account does not rest there.
  return await limiter.consume(signer.fingerprint("limits", emailKeyOf(email)), trx);
}
