import { de as mailsDe } from "../../../services/notifier/domain/locales/de";
import { en as mailsEn } from "../../../services/notifier/domain/locales/en";
import { de } from "../../../services/web-gateway/pages/locales/de";
import { en } from "../../../services/web-gateway/pages/locales/en";
import { texts } from "../../../services/web-gateway/pages/texts";
import { LANGUAGES } from "../../../shared/contracts";
import { errorCatalogue } from "../../../shared/errors";
import { eventCatalogue } from "../../../shared/events";
import { type Catalogue, chooseLanguage } from "../../../shared/languages";

/** Texts by their whole keys. */
function flat(catalogue: Catalogue, path = ""): Map<string, string> {
  return new Map(
    Object.entries(catalogue).flatMap(([key, text]) =>
      typeof text === "string" ? [[path + key, text] as const] : [...flat(text, `${path}${key}.`)],
    ),
  );
}

const valuesIn = (text = ""): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).sort();

describe.each([
  ["pages", en, de],
  ["mails", mailsEn, mailsDe],
])("the catalogues of %s", (_, english, german) => {
  const [first, second] = [flat(english), flat(german)];

  it("have the same keys in each language", () => {
    expect([...second.keys()].sort()).toEqual([...first.keys()].sort());
  });

  it("have a text for each key, with the same values in it", () => {
    for (const [key, text] of first) {
      expect([key, second.get(key)?.trim()]).not.toEqual([key, ""]);
      expect([key, text.trim()]).not.toEqual([key, ""]);
      expect([key, valuesIn(second.get(key))]).toEqual([key, valuesIn(text)]);
    }
  });

  it("have every form for a number that the language has", () => {
    for (const language of LANGUAGES) {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const keys = [...(language === "en" ? first : second).keys()];
      for (const key of keys.filter((each) => each.endsWith("_other"))) {
        for (const form of forms) expect(keys).toContain(key.replace(/other$/, form));
      }
    }
  });
});

describe.each(LANGUAGES)("pages in %s", (language) => {
  const t = texts[language];

  it("have words for every error and every event", () => {
    const missing = [
      ...Object.keys(errorCatalogue).flatMap((code) => [
        `errors.codes.${code}.title`,
        `errors.codes.${code}.text`,
      ]),
    ].filter((key) => !t.has(key));
    expect(missing).toEqual([]);
    for (const { type, names } of eventCatalogue) {
      expect([type, names[language].trim()]).not.toEqual([type, ""]);
    }
  });

  it("refuse a key that has no text", () => {
    expect(() => t("no.such.text" as never)).toThrow("no.such.text");
  });
});

describe("the language somebody wants", () => {
  it.each([
    ["de-AT,de;q=0.9,en;q=0.5", "de"],
    ["fr,en;q=0.2,de;q=0.8", "de"],
    ["en-GB", "en"],
    ["fr", undefined],
    ["*", undefined],
    ["de;q=0, en;q=0.1", "en"],
    ["\u0000;;;,,", undefined],
    [undefined, undefined],
  ])("of %p is %p", (header, language) => {
    expect(chooseLanguage(header)).toBe(language);
  });
});
