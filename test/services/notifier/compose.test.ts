import { createCompose } from "../../../services/notifier/domain/compose";
import { ConfigError, JUMAR } from "../../../shared/config";

const fields = { to: "ada@example.com", token: "abc", publicUrl: "https://a.example" };
const BRAND = {
  ...JUMAR,
  name: "Example & Sons",
  colours: { light: "#7a1fa2", dark: "#e1a6f5" },
  support: "help@example.com",
  mails: { en: { "confirmation.subject": "Welcome to Example" } },
};

it("speaks in the name, the colour and the words of a brand", () => {
  const compose = createCompose(BRAND);
  const { subject, text, html } = compose("confirmation", { ...fields, language: "en" });
  expect(subject).toBe("Welcome to Example");
  expect(html).toContain("Example &amp; Sons");
  expect(html).toContain("background:#7a1fa2");
  expect(html).not.toContain("Jumar");
  for (const form of [text, html]) expect(form).toContain("help@example.com");
  expect(compose("confirmation", { ...fields, language: "de" }).subject).toBe(
    "Bestätigen Sie Ihre E-Mail-Adresse",
  );
});

it("refuses words for what no mail says, and names them", () => {
  const mails = { de: { "confirmation.subjekt": "Willkommen" } };
  expect(() => createCompose({ ...BRAND, mails })).toThrow(ConfigError);
  expect(() => createCompose({ ...BRAND, mails })).toThrow(
    "JUMAR_BRAND_FILE mails.de.confirmation.subjekt: is not a text of a mail",
  );
});

it("refuses values that a text does not have, and names them", () => {
  const mails = { en: { "confirmation.subject": "Welcome {{to}}", greeting: "Dear {{to}}," } };
  expect(() => createCompose({ ...BRAND, mails })).toThrow(
    "JUMAR_BRAND_FILE mails.en.confirmation.subject: has {{to}}, for which it has no value",
  );
});
