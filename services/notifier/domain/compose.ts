import { isMailPurpose, type Language, type MailKind, mailKinds } from "../../../shared/contracts";
import { createTranslators } from "../../../shared/languages";
import type { Letter } from "./letter";
import { de } from "./locales/de";
import { en } from "./locales/en";
import { mailHtml } from "./mail-html";

/** What a mail says, apart from whom it goes to. */
export interface Composed {
  subject: string;
  text: string;
  html: string;
}

const texts = createTranslators({ en, de });

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
  if (!isMailPurpose(kind)) return written({ ...letter, message: t(`${kind}.message`) });
  const { path, days } = mailKinds[kind].link;
  return written({
    ...letter,
    message: t(`${kind}.message`, { count: days }),
    link: { url: `${publicUrl}${path}/${token}`, label: t(`${kind}.button`) },
  });
}

function written(letter: Letter): Composed {
  const { subject, greeting, message, link, otherwise } = letter;
  const paragraphs = [greeting, message, ...(link ? [link.url] : []), otherwise];
  return { subject, text: `${paragraphs.join("\n\n")}\n`, html: mailHtml(letter) };
}
