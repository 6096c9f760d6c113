import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Language } from "../../shared/contracts";
import { seriousFindings } from "../support/browser/axe";
import { newVisitor, withBrowser, type Visitor } from "../support/browser/browser";
import { eventually } from "../support/eventually";
import { createHttpClient } from "../support/http";
import { startEmbeddedTarget, type EmbeddedTarget } from "../support/target";

const FOLDER = join(__dirname, "screenshots");
const PASSWORD = "correct horse battery staple";
const LOOKS = [
  { name: "phone-light", width: 390, dark: false, language: "en" },
  { name: "phone-dark", width: 390, dark: true, language: "de" },
  { name: "desktop-light", width: 1280, dark: false, language: "de" },
  { name: "desktop-dark", width: 1280, dark: true, language: "en" },
] satisfies { name: string; width: number; dark: boolean; language: Language }[];

withBrowser("how pages look", (browser) => {
  let target: EmbeddedTarget;
  const sessions: Record<"user" | "admin", string> = { user: "", admin: "" };
  let userId = "";
  let resetPath = "";
  let confirmPath = "";
  let changePath = "";

  beforeAll(async () => {
    mkdirSync(FOLDER, { recursive: true });
    target = await startEmbeddedTarget();
    const email = "grace.hopper@example.com";
    const client = createHttpClient(target.url);
    userId = (await client.post("/api/v1/users", { email, password: PASSWORD })).body.user
      .id as string;
    for (let n = 0; n < 3; n += 1)
      await client.post("/api/v1/sessions", { email, password: PASSWORD });
    sessions.user = client.cookies.get("jumar_session") ?? "";
    await client.post("/api/v1/password-reset-requests", { email });
    const newEmail = "grace@example.com";
    await client.post("/api/v1/email-change-requests", {
      email: newEmail,
      current_password: PASSWORD,
    });
    sessions.admin = (await target.admin()).cookies.get("jumar_session") ?? "";
    const linkTo = async (to: string, part: string): Promise<string> =>
      await eventually(async () => {
        const links = (await target.mailTo(to)).flatMap((mail) => mail.links);
        const link = links.find((each) => each.includes(part));
        return link && new URL(link).pathname;
      });
    confirmPath = await linkTo(email, "/users/confirm/");
    resetPath = await linkTo(email, "/users/reset_password/");
    changePath = await linkTo(newEmail, "/confirm_email/");
  }, 60_000);
  afterAll(async () => {
    await target.stop();
  });

  const pages: Record<
    string,
    { as?: "user" | "admin"; path: () => string; prepare?: (visitor: Visitor) => Promise<void> }
  > = {
    home: { path: () => "/" },
    register: { path: () => "/users/register" },
    "register-wrong": {
      path: () => "/users/register",
      async prepare({ page }) {
        await page.locator("#email").fill("grace@");
        await page.locator("#password").fill("short");
        await Promise.all([
          page.waitForEvent("load"),
          page.locator("main form button").last().click(),
        ]);
      },
    },
    "log-in": { path: () => "/users/log_in" },
    "log-in-required": { path: () => "/users/settings" },
    "reset-ask": { path: () => "/users/reset_password" },
    "reset-choose": { path: () => resetPath },
    "confirm-ask": { path: () => "/users/confirm" },
    confirm: { path: () => confirmPath },
    "not-found": { path: () => "/nowhere" },
    mailbox: { path: () => "/dev/mailbox" },
    components: { path: () => "/dev/components" },
    "api-docs": { path: () => "/api/docs" },
    problem: { path: () => "/problems/rate_limited" },
    "home-logged-in": { as: "user", path: () => "/" },
    settings: { as: "user", path: () => "/users/settings" },
    "settings-modal": {
      as: "user",
      path: () => "/users/settings",
      prepare: ({ page }) => page.locator("[popovertarget=end-other-sessions]").first().click(),
    },
    "confirm-email": { as: "user", path: () => changePath },
    forbidden: { as: "user", path: () => "/admin/users" },
    "admin-users": { as: "admin", path: () => "/admin/users" },
    "admin-user": { as: "admin", path: () => `/admin/users/${userId}` },
    "admin-audit": { as: "admin", path: () => "/admin/audit?verify=now" },
    "admin-events": { as: "admin", path: () => "/admin/events" },
  };

  describe.each(LOOKS)("on $name", (look) => {
    const visitors = new Map<string, Visitor>();
    const visitorAs = async (who: "user" | "admin" | undefined): Promise<Visitor> => {
      const known = visitors.get(who ?? "");
      if (known) return known;
      const visitor = await newVisitor(browser(), target.url, look);
      visitors.set(who ?? "", visitor);
      if (who) {
        const cookie = { name: "jumar_session", value: sessions[who], url: target.url };
        await visitor.context.addCookies([cookie]);
      }
      return visitor;
    };
    afterAll(async () => {
      for (const { context } of visitors.values()) await context.close();
    });

    it.each(Object.entries(pages))(
      "%s: nothing serious for axe, nothing the policy stops, nothing beside the window",
      async (name, { as, path, prepare }) => {
        const visitor = await visitorAs(as);
        const { page, complaints } = visitor;
        await page.goto(path());
        await prepare?.(visitor);
        await page.screenshot({
          path: join(FOLDER, `${name}.${look.name}.png`),
          fullPage: name !== "settings-modal",
        });
        expect(await seriousFindings(page)).toEqual([]);
        expect(complaints).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(
          look.width,
        );
      },
    );
  });
});
