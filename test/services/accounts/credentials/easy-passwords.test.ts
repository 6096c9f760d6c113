import * as fc from "fast-check";
import { newPasswordProblem } from "../../../../services/accounts/credentials";
import { loadConfig } from "../../../../shared/config";

// oxlint-disable-next-line typescript/no-require-imports -- as the product reads it
const { dictionary } = require("@zxcvbn-ts/language-common") as {
  dictionary: Record<"passwords-common" | "diceware-common", string[]>;
};

const { brand, ...config } = loadConfig({ PUBLIC_URL: "https://accounts.acme.example" });
const EMAIL = "ada.lovelace@mail.test";
const codeOf = (password: string, email: string | undefined = EMAIL, name = brand.name) =>
  newPasswordProblem({ ...config, brand: { ...brand, name } }, password, email)?.code;

describe("a password is easy to guess", () => {
  it.each([
    "aaaaaaaaaaaa", "abcabcabcabc", "abcabcabcabca", "xyqxyqxyqxyq!!", "xkqzvjxkqzvj", "xyqxyqxyq2026",
    "123456789012", "098765432109", "abcdefghijkl", "qwertyuiop12", "1qaz2wsx3edc", "qwertzuiop123",
    "aaaabbbbcccc", "1111 2222 3333", "111111111111!",
  ])("as a row or a repetition: %s", (password) => {
    expect(codeOf(password)).toBe("password_known");
  }); // prettier-ignore

  it.each([
    "password1234", "Password2026!", "P@ssw0rd2026!", "passwordpassword", "password password",
    "Dragon-Dragon-1", "1234monkey5678", "!!!sunshine!!!", "$unsh1ne2026!", "letmein123456789",
    "iloveyou!!!!!!!!!!!!", "password1password1", "administrator", "ｐａｓｓｗｏｒｄ１２３４",
  ])("as a common one, changed a little: %s", (password) => {
    expect(codeOf(password)).toBe("password_known");
  }); // prettier-ignore

  it.each([
    EMAIL, "ada.lovelace2026!x", "my ADA.LOVELACE is it", "adalovelace-tuesday", "4da.lovel4ce tuesday",
    "jumar on a tuesday", "JUM4R on a tuesday", "accounts.acme.example", "tuesday at accounts", "acme on a tuesday",
  ])("as one with the name of the account or the platform in it: %s", (password) => {
    expect(codeOf(password)).toBe("password_known");
  }); // prettier-ignore

  it("with the name that the brand has, and the address before its tag", () => {
    expect(codeOf("tuesday blue harbour", EMAIL, "Blue Harbour")).toBe("password_known");
    expect(codeOf("tuesday-BlueHarbour", EMAIL, "Blue Harbour")).toBe("password_known");
    expect(codeOf("tuesday for grace", "grace+jobs@mail.test")).toBe("password_known");
  });

  it("of at least 3,000 that are long enough, made of common words, years and endings", () => {
    const endings = ["123456", "2024!", "2025!!", "2026", "!!!", "1234567890", "@2026", "#1"];
    const made = new Set(
      dictionary["passwords-common"].slice(0, 2000).flatMap((word) => {
        const capital = word.charAt(0).toUpperCase() + word.slice(1);
        return endings.flatMap((ending) => [`${word}${ending}`, `${ending}${capital}`]);
      }),
    );
    const long = [...made].filter((password) => password.length >= 12);
    expect(long.length).toBeGreaterThan(3000);
    expect(long.filter((password) => codeOf(password) !== "password_known")).toEqual([]);
    const listed = dictionary["passwords-common"].filter((password) => password.length >= 12);
    expect(listed.filter((password) => codeOf(password) !== "password_known")).toEqual([]);
  });
});

describe("a password is taken", () => {
  it.each([
    "correct horse battery staple", "kX7#pQ2vLw9z", "Übergrößen-Straße 12", "비밀번호는비밀입니다열두자",
    "dragon 8203915576 tiger", "monkey tuesday harbour", "a password of some length", "704915832266",
  ])("that is none of these: %s", (password) => {
    expect(codeOf(password)).toBeUndefined();
  }); // prettier-ignore

  it("when it is any three ordinary words", () => {
    const own = /acme|accounts|jumar|lovelace/;
    const words = dictionary["diceware-common"].filter(
      (word) => /^[a-z]{4,}$/.test(word) && !own.test(word),
    );
    expect(words.length).toBeGreaterThan(2000);
    const three = fc.uniqueArray(fc.constantFrom(...words), { minLength: 3, maxLength: 3 });
    const between = fc.constantFrom(" ", "-", ".", "");
    const property = fc.property(three, between, (chosen, sign) => {
      expect(codeOf(chosen.join(sign))).toBeUndefined();
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it("whatever a generator of random passwords makes", () => {
    const character = fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code));
    const random = fc.string({ unit: character, minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(fc.array(random, { minLength: 1, maxLength: 1 }), ([password = ""]) => {
        fc.pre(new Set(password).size > 9);
        expect(codeOf(password)).toBeUndefined();
      }),
    );
  });

  it("when a name in it is only part of other words, being too short to tell", () => {
    expect(codeOf("bananas and apples", "ana@mail.test")).toBeUndefined();
    expect(codeOf("bananas and apples", EMAIL, "App")).toBeUndefined();
    expect(codeOf("example of a test", EMAIL)).toBeUndefined();
    expect(codeOf("tuesday harbour", undefined)).toBeUndefined();
  });
});
