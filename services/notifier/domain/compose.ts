import type { Brand } from "../../../shared/config";
import { isMailPurpose, type Language, type MailKind, mailKinds } from "../../../shared/contracts";
import { createTranslators, type KeyOf, type Translate } from "../../../shared/languages";
import type { Letter } from "./letter";
import { de } from "./locales/de";
import { en } from "./locales/en";
import { mailHtml } from "./mail-html";
import { withTexts } from "./with-texts";

/** What a mail says, apart from whom it goes to. */
export interface Composed {
  subject: string;
  text: string;
  html: string;
}

/** Writes a mail as text and HTML, in the language of whom it goes to. `token` goes into its one link. */
export type Compose = (
  kind: MailKind,
  fields: { to: string; token: string | undefined; publicUrl: string; language: Language },
) => Composed;

/**
 * Writes mails as a brand wants them. Throws a ConfigError that names each text of it that no mail
 * has.
 */
export function createCompose(brand: Brand): Compose {
  const texts = createTranslators({
    en: withTexts(en, "en", brand.mails.en),
    de: withTexts(de, "de", brand.mails.de) as typeof en,
  });
  return (kind, fields) => compose(texts[fields.language], brand, kind, fields);
}

function compose(
  t: Translate<KeyOf<typeof en>>,
  brand: Brand,
  kind: MailKind,
  { to, token, publicUrl, language }: Parameters<Compose>[1],
): Composed {
  const letter = {
    language,
    subject: t(`${kind}.subject`),
    greeting: t("greeting", { to }),
    otherwise: t(`${kind}.otherwise`),
    brand: { name: brand.name, colour: brand.colours?.light },
    ...(brand.support === undefined ? {} : { support: t("support", { address: brand.support }) }),
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
  const { subject, greeting, message, link, otherwise, support } = letter;
  const end = support === undefined ? [otherwise] : [otherwise, support];
  const paragraphs = [greeting, message, ...(link ? [link.url] : []), ...end];
  return { subject, text: `${paragraphs.join("\n\n")}\n`, html: mailHtml(letter) };
}
