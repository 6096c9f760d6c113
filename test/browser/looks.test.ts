import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Language } from "../../shared/contracts";
import { seriousFindings } from "../support/browser/axe";
import { newVisitor, type Visitor, withBrowser } from "../support/browser/browser";
import { cutTables } from "../support/browser/cut-tables";
import { together } from "../support/browser/together";
import { eventually } from "../support/eventually";
import { type SharedTarget, sharedTarget } from "../support/shared-platform";

/** Whether somebody wants to look at the pages too: TEST_SCREENSHOTS=1 leaves a picture of each. */
const SHOWN = process.env.TEST_SCREENSHOTS === "1";
const FOLDER = join(__dirname, "screenshots");
/** What lies over the window, and what is as long as twenty of them and looks the same all along. */
const FIRST_WINDOW = new Set(["settings-modal", "api-docs"]);
/** In ms. The API's description is long to look through for axe, four times over. */
const PATIENCE = 300_000;
/** As long as addresses get. */
const EMAIL = "grace.brewster.murray.hopper.of.the.united.states.navy@research.example.com";
const PASSWORD = "correct horse battery staple";
const LOOKS = [
  { name: "phone-light", width: 390, dark: false, language: "en" },
  { name: "phone-dark", width: 390, dark: true, language: "de" },
  { name: "desktop-light", width: 1280, dark: false, language: "de" },
  { name: "desktop-dark", width: 1280, dark: true, language: "en" },
] satisfies { name: string; width: number; dark: boolean; language: Language }[];

withBrowser("how pages look", (browser) => {
  let target: SharedTarget;
  const sessions: Record<"user" | "admin", string> = { user: "", admin: "" };
  let userId = "";
  let resetPath = "";
  let confirmPath = "";
  let changePath = "";

  beforeAll(async () => {
    if (SHOWN) mkdirSync(FOLDER, { recursive: true });
    target = await sharedTarget();
    const email = EMAIL;
    const client = target.client();
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
    await listMany(target);
    await giveUp(target);
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
  });
  afterAll(async () => {
    await forgetGivenUp(target);
    await target.stop();
  });

  const pages: Record<
    string,
    { as?: "user" | "admin"; path: () => string; prepare?: (visitor: Visitor) => Promise<void> }
  > = {
    home: { path: () => "/" },
    "home-focus": { path: () => "/", prepare: ({ page }) => tab(page, 4) },
    register: { path: () => "/users/register" },
    "register-wrong": {
      path: () => "/users/register",
      async prepare({ page }) {
        await page.locator("#email").fill("grace@");
        await page.locator("#password").fill("short");
        await send(page, "main form:has(#password)");
      },
    },
    "register-taken": {
      path: () => "/users/register",
      async prepare({ page }) {
        await page.locator("#email").fill(EMAIL);
        await page.locator("#password").fill(PASSWORD);
        await send(page, "main form:has(#password)");
      },
    },
    "log-in": { path: () => "/users/log_in" },
    "log-in-focus": { path: () => "/users/log_in", prepare: ({ page }) => tab(page, 3) },
    "log-in-wrong": {
      path: () => "/users/log_in",
      async prepare({ page }) {
        await page.locator("#email").fill(EMAIL);
        await page.locator("#password").fill("not the password");
        await send(page, "main form:has(#password)");
      },
    },
    "form-expired": {
      path: () => "/users/register",
      async prepare({ page }) {
        await page.locator("#email").fill(EMAIL);
        await page.evaluate(`document.querySelector("main [name=form_token]").value = "old"`);
        await send(page, "main form:has(#email)");
      },
    },
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
    "reset-ask-logged-in": { as: "user", path: () => "/users/reset_password" },
    "settings-wrong": {
      as: "user",
      path: () => "/users/settings",
      async prepare({ page }) {
        await page.locator("#email_change-email").fill(`${EMAIL}@`);
        await page.locator("#email_change-current_password").fill("not the password");
        await send(page, "form:has(#email_change-email)");
      },
    },
    "settings-modal": {
      as: "user",
      path: () => "/users/settings",
      prepare: ({ page }) => page.locator("[popovertarget=end-other-sessions]").first().click(),
    },
    "confirm-email": { as: "user", path: () => changePath },
    forbidden: { as: "user", path: () => "/admin/users" },
    "admin-overview": { as: "admin", path: () => "/admin" },
    "admin-users": { as: "admin", path: () => "/admin/users" },
    "admin-user": { as: "admin", path: () => `/admin/users/${userId}` },
    "admin-user-new": { as: "admin", path: () => "/admin/users/new" },
    "admin-user-new-wrong": {
      as: "admin",
      path: () => "/admin/users/new",
      async prepare({ page }) {
        await page.locator("#email").fill(EMAIL);
        await page.locator("#password").fill("short");
        await send(page, "main form:has(#email)");
      },
    },
    "admin-audit": { as: "admin", path: () => "/admin/audit?verify=now" },
    "admin-users-middle": { as: "admin", path: () => "/admin/users?page=3&sort=email" },
    "admin-users-beyond": { as: "admin", path: () => "/admin/users?page=500" },
    "admin-users-search": { as: "admin", path: () => "/admin/users?query=ada" },
    "admin-users-nobody": { as: "admin", path: () => "/admin/users?query=qqqqqq" },
    "admin-audit-middle": { as: "admin", path: () => "/admin/audit?page=2" },
    "admin-users-wrong": { as: "admin", path: () => "/admin/users?confirmed=perhaps" },
    "admin-audit-wrong": {
      as: "admin",
      path: () => "/admin/audit?type=user.registered&since=yesterday&until=now",
    },
    "admin-events": { as: "admin", path: () => "/admin/events" },
    "admin-events-wrong": { as: "admin", path: () => `/admin/events?subject=${"a".repeat(101)}` },
  };

  const visitors = new Map<string, Visitor>();
  const visitorAs = async (
    who: "user" | "admin" | undefined,
    look: (typeof LOOKS)[number],
  ): Promise<Visitor> => {
    const key = `${who ?? "nobody"} on ${look.name}`;
    const known = visitors.get(key);
    if (known) return known;
    const visitor = await newVisitor(browser(), target.url, look);
    visitors.set(key, visitor);
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
      const nameOf = (look: (typeof LOOKS)[number]) => look.name;
      await together(LOOKS, nameOf, async (look) => {
        const visitor = await visitorAs(as, look);
        const { page, complaints } = visitor;
        const response = await page.goto(path());
        expect(response?.status()).toBeLessThan(500);
        await prepare?.(visitor);
        if (SHOWN) {
          const path = join(FOLDER, `${name}.${look.name}.png`);
          await page.screenshot({ path, fullPage: !FIRST_WINDOW.has(name) });
        }
        expect(await seriousFindings(page)).toEqual([]);
        expect(complaints).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(
          look.width,
        );
        expect(await cutTables(page)).toEqual([]);
      });
    },
    PATIENCE,
  );
});

/** Goes to the n-th thing that can be reached by keyboard. */
async function tab(page: Page, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) await page.keyboard.press("Tab");
}

async function send(page: Page, form: string): Promise<void> {
  const button = page.locator(`${form} button:not([type=button])`).last();
  await Promise.all([page.waitForEvent("load"), button.click()]);
}

/** Mails and events that were given up, with the words that are hardest to find room for. */
async function giveUp(target: SharedTarget): Promise<void> {
  const db = await target.database();
  await db.raw(
    `insert into notifier.deliveries (id, event_id, kind, user_id, status, attempts, last_error, finished_at)
     select gen_random_uuid(), gen_random_uuid(), kind, gen_random_uuid(), 'parked', tries, problem,
       timestamptz '2026-11-30 23:59:59'
     from (values
       ('email_change_notice', 1, '550 5.1.1 <recipient>: Recipient address rejected: User unknown in virtual mailbox table'),
       ('password_was_reset', 117, 'event_01h455vb4pex5vsknk084sn02q/event_01h455vb4pex5vsknk084sn02q'),
       ('letter_of_a_newer_version', 2, null)) as mail (kind, tries, problem)`,
  );
  await db.raw(
    `insert into ??.inbox (subscriber, event_id, type, envelope, status, attempts, last_error, processed_at)
     select ?::text, gen_random_uuid(), type, envelope::jsonb, 'dead', tries, problem,
       timestamptz '2026-11-30 23:59:59'
     from (values
       ('user.email_change_requested', '{"specversion":"1.0"}', 6,
        'HandlerTimeout: the handler took longer than its timeout of 20 s'),
       ('user.email_changed', '{"specversion":"1.0"}', 1,
        'UnknownSchema: this version of the subscriber knows version 1 of user.email_changed, and not urn:jumar:event:user.email_changed:99'),
       ('com.example.warehouse.consignment_was_delivered_to_neighbours', '{"content":"e30="}', 0,
        'is no CloudEvents envelope of ours')) as letter (type, envelope, tries, problem)`,
    ["notifier", "notifier"],
  );
}

/** What others of the same platform would find among their own. */
async function forgetGivenUp(target: SharedTarget): Promise<void> {
  const db = await target.database();
  await db.raw("delete from notifier.deliveries where status = 'parked'");
  await db.raw("delete from ??.inbox where status = 'dead'", ["notifier"]);
}

/** Enough users and entries for several pages of lists. */
async function listMany(target: SharedTarget): Promise<void> {
  const db = await target.database();
  await db.raw(
    `insert into search.documents
       (id, version, deleted, email, email_version, email_key, search_text, role, role_version,
        confirmed, confirmed_at, confirmed_version, disabled_at, disabled_version, created_at, updated_at)
     select gen_random_uuid(), 1, false, address, 1, address, address, 'user', 1,
       n % 3 > 0, case when n % 3 > 0 then moment end, 1, case when n % 10 = 0 then moment end, 1,
       moment, moment
     from (select n, timestamptz '2026-01-01' + n * interval '7 hours' as moment,
             (array['ada','bernadette-schwarzenberger','carl','dorothea.von.und.zu.hohenlohe','eva'])[n % 5 + 1]
               || n || '@' || (array['example.com','abteilung.beispielgesellschaft.example'])[n % 2 + 1] as address
           from generate_series(1, 237) n) as made`,
  );
  const noise = target.client();
  const email = "noise@example.com";
  await noise.post("/api/v1/users", { email, password: PASSWORD });
  for (let n = 0; n < 45; n += 1)
    await noise.post("/api/v1/sessions", { email, password: PASSWORD });
}
