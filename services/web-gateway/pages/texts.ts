import { createTranslators, type KeyOf, type Translate } from "../../../shared/languages";
import { de } from "./locales/de";
import { en } from "./locales/en";

/** The keys of everything that pages say. */
export type TextKey = KeyOf<typeof en>;
/** What pages say, in one language. */
export type Texts = Translate<TextKey>;

/** What pages say, by language. */
export const texts = createTranslators({ en, de });
