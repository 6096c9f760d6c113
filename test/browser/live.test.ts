import type { Page } from "playwright-core";
import { texts } from "../../services/web-gateway/pages/texts";
import { newVisitor, type Visitor, withBrowser } from "../support/browser/browser";
import { personAt } from "../support/browser/person";
import { eventually } from "../support/eventually";
import { type Front, startFront } from "../support/front";
import type { HttpClient } from "../support/http";
import { type SharedTarget, sharedTarget } from "../support/shared-platform";

const PASSWORD = "correct horse battery staple";
const says = texts.en;
/** What a page reads when the list of sessions has changed. */
const LIST = /\/users\/settings\/sessions$/;

const sessionsIn = async (page: Page): Promise<number> =>
  await page.locator("#session-list li").count();

withBrowser("pages with JavaScript", (browser) => {
  let target: SharedTarget;
  const visitors: Visitor[] = [];
  const fronts: Front[] = [];
  beforeAll(async () => {
    target = await sharedTarget();
  });
  afterEach(async () => {
    for (const { context } of visitors.splice(0)) await context.close();
    for (const front of fronts.splice(0)) await front.close();
  });
  afterAll(async () => {
    await target.stop();
  });

  const visit = async (session?: string, url = target.url): Promise<Visitor> => {
    const visitor = await newVisitor(browser(), url);
    visitors.push(visitor);
    if (session !== undefined) {
      const cookie = { name: "jumar_session", value: session, url };
      await visitor.context.addCookies([cookie]);
    }
    return visitor;
  };
  const signUp = async (): Promise<{ client: HttpClient; email: string; session: string }> => {
    const email = `${Math.random().toString(36).slice(2)}@example.com`;
    const client = target.client();
    await client.post("/api/v1/users", { email, password: PASSWORD });
    await client.post("/api/v1/sessions", { email, password: PASSWORD });
    return { client, email, session: client.cookies.get("jumar_session") ?? "" };
  };
  /** Its stream is open, so that from now on it hears what happens. */
  const listening = async (page: Page): Promise<void> => {
    const opened = page.waitForRequest(/\/me\/stream$/);
    await page.goto("/users/settings");
    await (await opened).response();
  };

  it("leaves every tab at once when its session is ended elsewhere", async () => {
    const { client, email, session } = await signUp();
    const { page, context } = await visit(session);
    await listening(page);
    const second = await context.newPage();
    await second.goto("/");

    const other = target.client();
    await other.post("/api/v1/sessions", { email, password: PASSWORD });
    const mine = (await client.get("/api/v1/sessions")).body.data as {
      id: string;
      current: boolean;
    }[];
    await other.delete(`/api/v1/sessions/${mine.find(({ current }) => current)!.id}`);
    await Promise.all([page, second].map((each) => each.waitForURL(/\/users\/log_in\?/)));
    expect(await personAt(page, "en").message()).toBe(says("log_in.session_over"));
    expect(new URL(page.url()).searchParams.get("return_to")).toBe("/users/settings");
  });

  it("leaves the other tabs when one logs out, which itself goes to the front page", async () => {
    const { session } = await signUp();
    const { page, context } = await visit(session);
    await listening(page);
    const second = await context.newPage();
    await second.goto("/");
    await second.getByRole("button", { name: says("log_out.button") }).click();
    await page.waitForURL(/\/users\/log_in\?/);
    await second.getByText(says("log_out.done")).waitFor();
    expect(new URL(second.url()).pathname).toBe("/");
  });

  it("keeps the other tabs when one of them changes the password", async () => {
    const { session } = await signUp();
    const { page, context } = await visit(session);
    await listening(page);
    const second = await context.newPage();
    const person = personAt(second, "en");
    await person.open("/users/settings");
    const again = page.waitForRequest(/\/me\/stream$/);
    await person.fill({
      "password_change-password": "another horse, another battery",
      "password_change-password_confirmation": "another horse, another battery",
      "password_change-current_password": PASSWORD,
    });
    await person.press(says("settings.password.button"));
    expect(await person.message()).toBe(says("settings.password.done"));
    expect((await (await again).response())?.status()).toBe(200);
    expect(new URL(page.url()).pathname).toBe("/users/settings");
  });

  it("brings the list of sessions up to date by itself", async () => {
    const { email, session } = await signUp();
    const { page } = await visit(session);
    await listening(page);
    expect(await sessionsIn(page)).toBe(1);
    const other = target.client();
    await other.post("/api/v1/sessions", { email, password: PASSWORD });
    await eventually(async () => (await sessionsIn(page)) === 2);
    await other.delete("/api/v1/session");
    await eventually(async () => (await sessionsIn(page)) === 1);
  });

  it("brings the list up to date when a session ends while it is being refreshed", async () => {
    const { email, session } = await signUp();
    const { page } = await visit(session);
    const read = page.waitForResponse(LIST);
    await listening(page);
    await read;
    await page.evaluate(
      "document.body.addEventListener('sessions-changed', () => (told += 1), told = 0)",
    );
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    await page.route(LIST, async (route) => {
      const response = await route.fetch();
      await released;
      await route.fulfill({ response });
    });
    const other = target.client();
    const asked = page.waitForRequest(LIST);
    await other.post("/api/v1/sessions", { email, password: PASSWORD });
    await asked;
    await other.delete("/api/v1/session");
    await eventually(async () => (await page.evaluate<number>("told")) >= 2);
    const again = page.waitForRequest(LIST);
    release();
    await again;
    await eventually(async () => (await sessionsIn(page)) === 1);
  });

  it("says what is wrong while one types, and that it is right again, without moving anything", async () => {
    const { page, complaints } = await visit();
    await page.goto("/users/register");
    const button = page.getByRole("button", { name: says("register.button") });
    const before = await button.boundingBox();
    await page.locator("#email").pressSequentially("ada@");
    await page.getByText(says("errors.fields.email.invalid_email")).waitFor();
    expect(await page.locator("#email").getAttribute("aria-invalid")).toBe("true");
    expect(await page.locator("#password-error").innerText()).toBe("");
    expect(await button.boundingBox()).toEqual(before);
    await page.locator("#email").pressSequentially("example.com");
    await eventually(async () => (await page.locator("#email-error").innerText()) === "");
    expect(await page.locator("#email").getAttribute("aria-invalid")).toBeNull();
    expect(await page.locator(":focus").getAttribute("id")).toBe("email");
    expect(complaints).toEqual([]);
  });

  it("shows and hides a password", async () => {
    const { page } = await visit();
    await page.goto("/users/log_in");
    await page.locator("#password").fill("secret");
    const reveal = page.getByRole("button", { name: says("common.show_password") });
    await reveal.click();
    expect(await page.locator("#password").getAttribute("type")).toBe("text");
    expect(await reveal.getAttribute("aria-pressed")).toBe("true");
    await reveal.click();
    expect(await page.locator("#password").getAttribute("type")).toBe("password");
  });

  it("loads everything a first visit needs in 60 KB, and nothing from anywhere else", async () => {
    const { page, context } = await visit();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    let bytes = 0;
    session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
    const origins = new Set<string>();
    page.on("request", (request) => origins.add(new URL(request.url()).origin));
    await page.goto("/users/register", { waitUntil: "networkidle" });
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(60 * 1024);
    expect([...origins]).toEqual([target.url]);
  });

  it("says when the connection is lost, and catches up when it is back, in a second attempt too", async () => {
    const network = await startFront();
    fronts.push(network);
    network.lead(Number(new URL(target.url).port));
    const { email, session } = await signUp();
    const { page } = await visit(session, network.url);
    await listening(page);
    expect(await page.locator("#connection").isVisible()).toBe(false);
    network.cut();
    await target.client().post("/api/v1/sessions", { email, password: PASSWORD });
    await page.locator("#connection").waitFor({ state: "visible" });
    await page.route(LIST, (route) => route.abort(), { times: 1 });
    network.open();
    await page.locator("#connection").waitFor({ state: "hidden" });
    await eventually(async () => (await sessionsIn(page)) === 2);
    expect(new URL(page.url()).pathname).toBe("/users/settings");
  });
});
