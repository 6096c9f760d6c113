import type { MailPurpose } from "../../../shared/contracts";

/** The mails there are. Each that carries a link carries exactly one. */
export type MailKind =
  | "confirmation"
  | "password_reset"
  | "email_change"
  | "email_change_notice"
  | "password_changed"
  | "password_was_reset";

/** What a mail says, apart from whom it goes to. */
export interface Composed {
  subject: string;
  text: string;
  html: string;
}

interface Template {
  subject: string;
  message: string;
  /** The one link; a notice has none. `path` is below the public URL, the token is its last part. */
  link?: { purpose: MailPurpose; path: string; button: string };
  otherwise: string;
}

const templates: Record<MailKind, Template> = {
  confirmation: {
    subject: "Confirm your e-mail address",
    message: "Please confirm that this address is yours. The link works for seven days.",
    link: { purpose: "confirmation", path: "/users/confirm", button: "Confirm this address" },
    otherwise: "If you did not sign up, ignore this mail; nothing more will come of it.",
  },
  password_reset: {
    subject: "Choose a new password",
    message: "Somebody asked to choose a new password for your account. The link works for a day.",
    link: {
      purpose: "password_reset",
      path: "/users/reset_password",
      button: "Choose a new password",
    },
    otherwise: "If it was not you, ignore this mail; your password stays as it is.",
  },
  email_change: {
    subject: "Confirm your new e-mail address",
    message:
      "Please confirm that your account may move to this address. The link works for seven days.",
    link: {
      purpose: "email_change",
      path: "/users/settings/confirm_email",
      button: "Use this address",
    },
    otherwise: "If you did not ask for this, ignore this mail; nothing more will come of it.",
  },
  email_change_notice: {
    subject: "Your e-mail address is about to change",
    message: "Somebody who knows your password asked to move your account to another address.",
    otherwise: "If it was not you, log in and change your password now: that calls it off.",
  },
  password_changed: {
    subject: "Your password was changed",
    message: "The password of your account was changed, and all other sessions were ended.",
    otherwise: "If it was not you, choose a new password through the log-in page at once.",
  },
  password_was_reset: {
    subject: "Your password was reset",
    message: "A new password was chosen through a mailed link, and all sessions were ended.",
    otherwise:
      "If it was not you, somebody reads your mail: secure it, then choose a new password.",
  },
};

/** Why a mail of this kind needs a token; undefined for a notice. */
export function purposeOf(kind: MailKind): MailPurpose | undefined {
  return templates[kind].link?.purpose;
}

/** Writes a mail as text and HTML. `token` goes into its one link. */
export function compose(
  kind: MailKind,
  fields: { to: string; token: string | undefined; publicUrl: string },
): Composed {
  const { subject, message, link, otherwise } = templates[kind];
  const greeting = `Hello ${fields.to},`;
  const url = link && `${fields.publicUrl}${link.path}/${fields.token}`;
  const paragraphs = [greeting, message, ...(url === undefined ? [] : [url]), otherwise];
  return {
    subject,
    text: `${paragraphs.join("\n\n")}\n`,
    html: `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>${escape(subject)}</title></head>
  <body style="font-family: system-ui, sans-serif; line-height: 1.5; max-width: 32rem; margin: 2rem auto; padding: 0 1rem">
    <p>${escape(greeting)}</p>
    <p>${escape(message)}</p>
${url === undefined ? "" : button(url, link?.button ?? "")}    <p style="color: #555">${escape(otherwise)}</p>
  </body>
</html>
`,
  };
}

function button(url: string, label: string): string {
  return `    <p><a href="${escape(url)}" style="display: inline-block; padding: .6rem 1.1rem; border-radius: .5rem; background: #4338ca; color: #fff; text-decoration: none">${escape(label)}</a></p>
`;
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
