import { texts } from "../../../services/web-gateway/pages/texts";
import { JUMAR } from "../../../shared/config";
import { browser, type Gateway, startGateway } from "./support";

const { en } = texts;
const picture = (text: string) => ({ type: "svg" as const, content: Buffer.from(text) });
const BRAND = {
  ...JUMAR,
  name: "Example & Sons",
  logo: { light: picture("<svg id='light'/>"), dark: picture("<svg id='dark'/>") },
  colours: { light: "#7a1fa2", dark: "#e1a6f5" },
  support: "help@example.com",
  home: "https://app.example.com/start",
  legal: [{ label: { en: "Terms", de: "AGB" }, url: "https://example.com/terms" }],
};

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ config: { environment: "production", brand: BRAND } });
});
afterAll(async () => {
  await gateway.stop();
});

const open = async (path: string, headers: Record<string, string> = {}) =>
  (await gateway.ask("GET", path, { headers: { accept: "text/html", ...headers } })).text;

it.each(["/", "/users/log_in", "/nowhere"])("names every page: %s", async (path) => {
  const text = await open(path);
  expect(text).toMatch(/<title>[^<]* · Example &amp; Sons<\/title>/);
  expect(text).not.toContain("Jumar");
  expect(text).toContain('href="https://app.example.com/start"');
  expect(text).toContain('href="https://example.com/terms"');
  expect(text).toContain('href="mailto:help@example.com"');
});

it("says the links in the reader's language", async () => {
  expect(await open("/", { "accept-language": "de" })).toMatch(/>AGB<\/a\s*>/);
});

it("shows its pictures and colours, each on its ground", async () => {
  const text = await open("/");
  const [, dark = ""] = /<source srcset="([^"]+)" media="[^"]*dark/.exec(text) ?? [];
  const [, light = ""] = /<img[^>]*\ssrc="([^"]+)"/.exec(text) ?? [];
  expect(await open(dark)).toBe("<svg id='dark'/>");
  expect(await open(light)).toBe("<svg id='light'/>");
  const [, stylesheet = ""] = /rel="stylesheet" href="([^"]+)"/.exec(text) ?? [];
  const css = await open(stylesheet);
  expect(css).toContain("--brand:#7a1fa2");
  expect(css).toMatch(/prefers-color-scheme:dark\)\{:root\{--brand:#e1a6f5/);
});

it("leads who is logged in on to the app, and shows developers' cards to nobody in production", async () => {
  const { token } = await gateway.signUp();
  const text = await open("/", browser(token));
  expect(text).toContain(en("home.go_on", { name: "Example &amp; Sons" }));
  expect(text).not.toContain(en("home.developers"));
});
