/** The languages that people are spoken to in: which there are, which one somebody wants, texts in it. */
export { chooseLanguage, DEFAULT_LANGUAGE, isLanguage, LANGUAGE_NAMES } from "./languages";
export {
  createTranslators,
  type Catalogue,
  type KeyOf,
  type Translate,
  type Wording,
} from "./translate";
