import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError, JUMAR, loadConfig } from "../../../shared/config";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "jumar-brand-"));
  writeFileSync(join(folder, "logo.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function load(brand: unknown, text = JSON.stringify(brand)) {
  const file = join(folder, "brand.json");
  writeFileSync(file, text);
  return loadConfig({ JUMAR_BRAND_FILE: file, PUBLIC_URL: "https://accounts.example.com" });
}

function problemsOf(work: () => unknown): { variable: string; problem: string }[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const WHOLE = {
  name: "Example & Sons",
  logo: { light: "logo.svg" },
  colours: { light: "#7a1fa2", dark: "#e1a6f5" },
  support: "help@example.com",
  home: "https://app.example.com/start",
  legal: [{ label: { en: "Terms", de: "AGB" }, url: "https://example.com/terms" }],
  mails: { en: { "confirmation.subject": "Welcome to Example" } },
};

it("is Jumar where nothing is said", () => {
  expect(loadConfig({}).brand).toBe(JUMAR);
});

it("is what the file says, with its pictures from beside it", () => {
  const { brand, mailFrom } = load(WHOLE);
  expect(brand).toMatchObject({ ...WHOLE, logo: {} });
  expect(brand.logo?.light).toMatchObject({ type: "svg" });
  expect(brand.logo?.dark).toBe(brand.logo?.light);
  expect(mailFrom).toBe('"Example & Sons" <jumar@accounts.example.com>');
});

it.each<[field: string, change: object, problem: RegExp]>([
  ["name", { name: "" }, /must not be empty/],
  ["name", { name: "   " }, /must not be blank/],
  ["name", { name: "safe\u202Eelpmaxe" }, /must be one line of visible text/],
  ["name", { name: undefined }, /must be a text/],
  ["name", { name: "two\nlines" }, /must be one line/],
  ["colour", { colour: "#000000" }, /is not a field/],
  ["colours.light", { colours: { light: "red", dark: "#e1a6f5" } }, /a colour such as #1d6a56/],
  ["colours.light", { colours: { light: "#ffd400", dark: "#e1a6f5" } }, /contrast of 1\.\d to 1/],
  ["colours.dark", { colours: { light: "#7a1fa2", dark: "#7a1fa2" } }, /contrast of \d\.\d to 1/],
  ["logo.light", { logo: { light: "none.svg" } }, /cannot be read/],
  ["logo.light", { logo: { light: "logo.gif" } }, /\.svg or \.png/],
  ["support", { support: "help" }, /a mail address/],
  ["home", { home: "javascript:alert(1)" }, /a URL such as/],
  ["legal.0.url", { legal: [{ ...WHOLE.legal[0], url: "/terms" }] }, /a URL such as/],
])("refuses a wrong %s and names it: %j", (field, change, problem) => {
  const problems = problemsOf(() => load({ ...WHOLE, ...change }));
  expect(problems).toEqual([
    { variable: "JUMAR_BRAND_FILE", problem: expect.stringMatching(`^${field}: `) },
  ]);
  expect(problems[0]?.problem).toMatch(problem);
});

it("refuses a file that is no JSON, or not there", () => {
  expect(problemsOf(() => load({}, "{"))).toMatchObject([{ problem: /not JSON/ }].map(asMatcher));
  const env = { JUMAR_BRAND_FILE: join(folder, "nowhere.json") };
  expect(problemsOf(() => loadConfig(env))).toMatchObject(
    [{ problem: /cannot be read/ }].map(asMatcher),
  );
});

function asMatcher({ problem }: { problem: RegExp }) {
  return { variable: "JUMAR_BRAND_FILE", problem: expect.stringMatching(problem) as string };
}
