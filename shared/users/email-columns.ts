import { emailKeyOf } from "../contracts";

/** Whose an address is, as this version and the one before it look for it. */
export interface EmailKeys {
  /** The mailbox that the mail goes to. */
  mailbox_key: string;
  /** What the version before compares: NFKC and lower case, the domain as it was written. */
  email_key: string;
}

/** The keys of an address, in whatever spelling. */
export function emailKeysOf(email: string): EmailKeys {
  const email_key = email.normalize("NFKC").toLowerCase().normalize("NFKC");
  return { mailbox_key: emailKeyOf(email), email_key };
}

/** The columns of a user that an address has. `mailbox_email` says of which address `mailbox_key` is. */
export function emailColumns(email: string) {
  return { email, mailbox_email: email, ...emailKeysOf(email) };
}
