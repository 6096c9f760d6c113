import { z } from "zod";

interface MailKindEntry {
  /** The types of the events that ask for it. */
  events: readonly string[];
  /** The link that it carries; a notice has none. */
  link?: {
    /** The page below the public URL; the token is the last part of its path. */
    path: string;
    /** How long it works. */
    days: number;
  };
}

/**
 * The mails there are. Purposes of links, how long they work, who subscribes to what, and metrics
 * follow from this table; what a mail says is in the notifier's locales, by the same name.
 */
export const mailKinds = {
  confirmation: {
    events: ["user.registered", "user.confirmation_requested"],
    link: { path: "/users/confirm", days: 7 },
  },
  password_reset: {
    events: ["user.password_reset_requested"],
    link: { path: "/users/reset_password", days: 1 },
  },
  invitation: {
    events: ["user.invitation_requested"],
    link: { path: "/users/reset_password", days: 7 },
  },
  email_change: {
    events: ["user.email_change_requested"],
    link: { path: "/users/settings/confirm_email", days: 7 },
  },
  email_change_notice: { events: ["user.email_change_requested"] },
  password_changed: { events: ["user.password_changed"] },
  password_was_reset: { events: ["user.password_reset"] },
  factor_added: { events: ["factor.added"] },
  factor_removed: { events: ["factor.removed"] },
  recovery_codes_generated: { events: ["recovery_codes.generated"] },
  recovery_code_used: { events: ["recovery_codes.used"] },
} as const satisfies Record<string, MailKindEntry>;

export type MailKind = keyof typeof mailKinds;

/** A kind of mail that carries a link: what its token is for. */
export type MailPurpose = {
  [K in MailKind]: (typeof mailKinds)[K] extends { link: object } ? K : never;
}[MailKind];

/** The names of the kinds of mail. */
export const mailKindNames = Object.keys(mailKinds) as MailKind[];

/** Whether a kind of mail carries a link. */
export function isMailPurpose(kind: MailKind): kind is MailPurpose {
  return "link" in mailKinds[kind];
}

export const mailPurpose = z.enum(
  mailKindNames.filter(isMailPurpose) as [MailPurpose, ...MailPurpose[]],
);

/** The types of the events that ask for a notice, a mail without a link. */
export const noticeEvents: readonly string[] = mailKindNames
  .filter((kind) => !isMailPurpose(kind))
  .flatMap((kind) => mailKinds[kind].events);
