import type { MailPurpose } from "../../../shared/contracts";

/** The mails there are. Each that carries a link carries exactly one. */
export type MailKind = "confirmation";

/** What a mail says, apart from whom it goes to. */
export interface Composed {
  subject: string;
  text: string;
  html: string;
}

interface Template {
  purpose: MailPurpose;
  /** Below the public URL; the token is its last part. */
  path: string;
  subject: string;
  invitation: string;
  button: string;
  otherwise: string;
}

const templates: Record<MailKind, Template> = {
  confirmation: {
    purpose: "confirmation",
    path: "/users/confirm",
    subject: "Confirm your e-mail address",
    invitation: "Please confirm that this address is yours. The link works for seven days.",
    button: "Confirm this address",
    otherwise: "If you did not sign up, ignore this mail; nothing more will come of it.",
  },
};

/** Why a mail of this kind needs a token. */
export function purposeOf(kind: MailKind): MailPurpose {
  return templates[kind].purpose;
}

/** Writes a mail as text and HTML. `token` goes into its one link. */
export function compose(
  kind: MailKind,
  fields: { to: string; token: string; publicUrl: string },
): Composed {
  const template = templates[kind];
  const link = `${fields.publicUrl}${template.path}/${fields.token}`;
  const greeting = `Hello ${fields.to},`;
  return {
    subject: template.subject,
    text: `${greeting}\n\n${template.invitation}\n\n${link}\n\n${template.otherwise}\n`,
    html: `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>${escape(template.subject)}</title></head>
  <body style="font-family: system-ui, sans-serif; line-height: 1.5; max-width: 32rem; margin: 2rem auto; padding: 0 1rem">
    <p>${escape(greeting)}</p>
    <p>${escape(template.invitation)}</p>
    <p><a href="${escape(link)}" style="display: inline-block; padding: .6rem 1.1rem; border-radius: .5rem; background: #4338ca; color: #fff; text-decoration: none">${escape(template.button)}</a></p>
    <p style="color: #555">${escape(template.otherwise)}</p>
  </body>
</html>
`,
  };
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
