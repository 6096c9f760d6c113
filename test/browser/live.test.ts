import type { Page } from "playwright-core";
import { texts } from "../../services/web-gateway/pages/texts";
import { newVisitor, withBrowser, type Visitor } from "../support/browser/browser";
import { personAt } from "../support/browser/person";
import { eventually } from "../support/eventually";
import { createHttpClient, type HttpClient } from "../support/http";
import { startEmbeddedTarget, type EmbeddedTarget } from "../support/target";

const PASSWORD = "correct horse battery staple";
const says = texts.en;

withBrowser("pages with JavaScript", (browser) => {
  let target: EmbeddedTarget;
  const visitors: Visitor[] = [];
  beforeAll(async () => {
    target = await startEmbeddedTarget();
  }, 120_000);
  afterEach(async () => {
    for (const { context } of visitors.splice(0)) await context.close();
  });
  afterAll(async () => {
    await target.stop();
  });

  const visit = async (session?: string): Promise<Visitor> => {
    const visitor = await newVisitor(browser(), target.url);
    visitors.push(visitor);
    if (session !== undefined) {
      const cookie = { name: "jumar_session", value: session, url: target.url };
      await visitor.context.addCookies([cookie]);
    }
    return visitor;
  };
  const signUp = async (): Promise<{ client: HttpClient; email: string; session: string }> => {
    const email = `${Math.random().toString(36).slice(2)}@example.com`;
    const client = createHttpClient(target.url);
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

  it("leaves every tab within a second when its session is ended elsewhere", async () => {
    const { client, email, session } = await signUp();
    const { page, context } = await visit(session);
    await listening(page);
    const second = await context.newPage();
    await second.goto("/");

    const other = createHttpClient(target.url);
    await other.post("/api/v1/sessions", { email, password: PASSWORD });
    const mine = (await client.get("/api/v1/sessions")).body.data as {
      id: string;
      current: boolean;
    }[];
    const since = performance.now();
    await other.delete(`/api/v1/sessions/${mine.find(({ current }) => current)!.id}`);
    await Promise.all([page, second].map((each) => each.waitForURL(/\/users\/log_in\?/)));
    expect(performance.now() - since).toBeLessThan(1_000);
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
    const again = page.waitForRequest(/\/me\/stream$/, { timeout: 10_000 });
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
    expect(await page.locator("#session-list li").count()).toBe(1);
    const other = createHttpClient(target.url);
    await other.post("/api/v1/sessions", { email, password: PASSWORD });
    await eventually(async () => (await page.locator("#session-list li").count()) === 2);
    await other.delete("/api/v1/session");
    await eventually(async () => (await page.locator("#session-list li").count()) === 1);
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

  it("says when the connection is lost, and stops saying it when it is back", async () => {
    const { session } = await signUp();
    const { page } = await visit(session);
    await listening(page);
    expect(await page.locator("#connection").isVisible()).toBe(false);
    await target.kill();
    await page.locator("#connection").waitFor({ state: "visible", timeout: 15_000 });
    await target.start();
    await page.locator("#connection").waitFor({ state: "hidden", timeout: 15_000 });
    expect(new URL(page.url()).pathname).toBe("/users/settings");
  });
});
