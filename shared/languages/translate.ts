import { createInstance } from "i18next";
import { type Language, LANGUAGES } from "../contracts";

/** Texts by key, in groups. A text may hold `{{values}}`; forms for numbers are called `key_one`, `key_other`. */
export interface Catalogue {
  readonly [key: string]: string | Catalogue;
}

/** The same keys with other texts: what a translation of a catalogue has to be. */
export type Wording<C extends Catalogue> = {
  readonly [K in keyof C]: C[K] extends Catalogue ? Wording<C[K]> : string;
};

type WithoutNumber<K extends string> = K extends `${infer Key}_${"one" | "other"}` ? Key : K;

/** The keys of a catalogue, e.g. `log_in.title`. */
export type KeyOf<C extends Catalogue, Path extends string = ""> = {
  [K in keyof C & string]: C[K] extends Catalogue
    ? KeyOf<C[K], `${Path}${K}.`>
    : `${Path}${WithoutNumber<K>}`;
}[keyof C & string];

/** Speaks one language. */
export interface Translate<Key extends string = string> {
  /** The text of a key with values put in; `count` also chooses the form for the number. */
  (key: Key, values?: Record<string, string | number>): string;
  /** Whether there is a text for what may be a key, such as the code of an error. */
  has(key: string): key is Key;
}

/** For each language a function that translates into it. A key that has no text is a defect: it throws. */
export function createTranslators<C extends Catalogue>(
  catalogues: Record<Language, C>,
): Record<Language, Translate<KeyOf<C>>> {
  const i18next = createInstance();
  void i18next.init({
    resources: Object.fromEntries(
      LANGUAGES.map((language) => [language, { translation: catalogues[language] }]),
    ),
    lng: LANGUAGES[0],
    fallbackLng: false,
    // What is put into a page or a mail is escaped there.
    interpolation: { escapeValue: false, skipOnVariables: true },
    initAsync: false,
  });
  const into = (language: Language): Translate => {
    const translate = i18next.getFixedT(language);
    const has = (key: string, values = {}): boolean =>
      i18next.exists(key, { lng: language, ...values });
    const text = (key: string, values = {}): string => {
      if (!has(key, values)) throw new Error(`${language} has no text for ${key}`);
      return translate(key, values);
    };
    return Object.assign(text, { has }) as Translate;
  };
  return Object.fromEntries(LANGUAGES.map((language) => [language, into(language)])) as Record<
    Language,
    Translate<KeyOf<C>>
  >;
}
