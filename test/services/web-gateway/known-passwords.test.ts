import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { texts } from "../../../services/web-gateway/pages/texts";
import { html } from "../../../shared/html";
import { hiddenFieldsOf } from "../../support/forms";
import { bearer, type Gateway, ORIGIN, PASSWORD, startGateway } from "./support";
import { visitPage } from "./visitor";

const LEAKED = "tuesday harbour lantern";
const EASY = "Password2026!";
const SHORT = "kX7#pQ2vLw9zR";

let gateway: Gateway;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "jumar-known-"));
  const path = join(folder, "by-hash.txt");
  writeFileSync(path, `${createHash("sha1").update(LEAKED).digest("hex").toUpperCase()}:5\r\n`);
  gateway = await startGateway({
    config: { passwordMin: 15, breachedPasswords: { path, url: undefined } },
  });
});
afterAll(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
});

const refused = (code: string) => ({
  status: 422,
  code: "validation_failed",
  errors: [expect.objectContaining({ pointer: "/password", code })],
});

describe("the API", () => {
  const CODES = [
    [EASY.padEnd(15, "!"), "password_known"],
    [LEAKED, "password_known"],
    [SHORT, "too_small"],
  ] as const;

  it.each(CODES)("refuses %s at sign-up: %s", async (password, code) => {
    const body = { email: "ada@example.com", password };
    const { json } = await gateway.ask("POST", "/api/v1/users", { body });
    expect(json).toMatchObject(refused(code));
  });

  it.each(CODES)(
    "refuses %s at a change, and with the old one somebody logs in on: %s",
    async (password, code) => {
      const { email, token } = await gateway.signUp();
      const body = { current_password: PASSWORD, password, password_confirmation: password };
      const { json } = await gateway.ask("PUT", "/api/v1/me/password", {
        headers: bearer(token),
        body,
      });
      expect(json).toMatchObject(refused(code));
      const session = { email, password: PASSWORD, credential: "bearer" };
      expect((await gateway.ask("POST", "/api/v1/sessions", { body: session })).status).toBe(201);
    },
  );

  it("refuses them of administrators too", async () => {
    const admin = await gateway.signUp({ role: "admin" });
    const body = { email: "made@example.com", password: LEAKED };
    const headers = bearer(admin.token);
    const { json } = await gateway.ask("POST", "/api/v1/admin/users", { headers, body });
    expect(json).toMatchObject(refused("password_known"));
  });

  it("says so in its description", async () => {
    const { text } = await gateway.ask("GET", "/api/openapi.json");
    expect(text).toContain("`password_known`");
    expect(text).toContain("JUMAR_PASSWORD_MIN");
  });
});

describe("the pages", () => {
  it.each(["en", "de"] as const)(
    "say in %s what is wrong, and how long it has to be",
    async (language) => {
      const t = texts[language];
      const said = (text: string): string => html`${text}`.text;
      const page = await visitPage(gateway, "/users/register", { cookie: "" });
      const sent = async (password: string) => {
        const fields = { email: "grace@example.com", password };
        return await page.send(fields, "/users/register", { "accept-language": language });
      };
      for (const password of [EASY.padEnd(15, "!"), LEAKED]) {
        const { status, text } = await sent(password);
        expect(status).toBe(422);
        expect(text).toContain(said(t("errors.fields.password.password_known")));
        expect(text).toContain(said(t("fields.password_hint", { count: 15 })));
        expect(text).not.toContain(password);
      }
      const { text } = await sent(SHORT);
      expect(text).toContain(said(t("errors.fields.password.too_small", { count: 15 })));
    },
  );

  it.each(["en", "de"] as const)("say it in %s while somebody types, too", async (language) => {
    const { shown, cookie } = await visitPage(gateway, "/users/register");
    const { text } = await gateway.ask("POST", "/users/validate/registration", {
      headers: {
        cookie,
        accept: "text/html",
        "accept-language": language,
        origin: ORIGIN,
        "sec-fetch-site": "same-origin",
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams({
        ...hiddenFieldsOf(shown.text, "/users/register"),
        email: "grace@example.com",
        password: EASY.padEnd(15, "!"),
      }).toString(),
    });
    expect(text).toContain(html`${texts[language]("errors.fields.password.password_known")}`.text);
  });
});
