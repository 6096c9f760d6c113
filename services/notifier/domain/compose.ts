import type { Language, MailPurpose } from "../../../shared/contracts";
import { createTranslators } from "../../../shared/languages";
import { de } from "./locales/de";
import { en } from "./locales/en";
import type { Letter } from "./letter";
import { mailHtml } from "./mail-html";

/** The mails there are. Each that carries a link carries exactly one. */
export const mailKinds = [
  "confirmation",
  "password_reset",
  "email_change",
  "email_change_notice",
  "password_changed",
  "password_was_reset",
] as const;
export type MailKind = (typeof mailKinds)[number];

/** What a mail says, apart from whom it goes to. */
export interface Composed {
  subject: string;
  text: string;
  html: string;
}

interface Link {
  purpose: MailPurpose;
  /** Below the public URL; the token is its last part. */
  path: string;
  /** How long it works. */
  days: number;
}

const texts = createTranslators({ en, de });

/** The links that mails carry; a notice has none. */
const links = {
  confirmation: { purpose: "confirmation", path: "/users/confirm", days: 7 },
  password_reset: { purpose: "password_reset", path: "/users/reset_password", days: 1 },
  email_change: { purpose: "email_change", path: "/users/settings/confirm_email", days: 7 },
} satisfies Partial<Record<MailKind, Link>>;

type LinkKind = keyof typeof links;

/** Why a mail of this kind needs a token; undefined for a notice. */
export function purposeOf(kind: MailKind): MailPurpose | undefined {
  return isLinkKind(kind) ? links[kind].purpose : undefined;
}

/** Writes a mail as text and HTML, in the language of whom it goes to. `token` goes into its one link. */
export function compose(
  kind: MailKind,
  fields: { to: string; token: string | undefined; publicUrl: string; language: Language },
): Composed {
  const { to, token, publicUrl, language } = fields;
  const t = texts[language];
  const letter = {
    language,
    subject: t(`${kind}.subject`),
    greeting: t("greeting", { to }),
    otherwise: t(`${kind}.otherwise`),
  };
  if (!isLinkKind(kind)) return written({ ...letter, message: t(`${kind}.message`) });
  const { path, days } = links[kind];
  return written({
    ...letter,
    message: t(`${kind}.message`, { count: days }),
    link: { url: `${publicUrl}${path}/${token}`, label: t(`${kind}.button`) },
  });
}

function isLinkKind(kind: MailKind): kind is LinkKind {
  return kind in links;
}

function written(letter: Letter): Composed {
  const { subject, greeting, message, link, otherwise } = letter;
  const paragraphs = [greeting, message, ...(link ? [link.url] : []), otherwise];
  return { subject, text: `${paragraphs.join("\n\n")}\n`, html: mailHtml(letter) };
}
