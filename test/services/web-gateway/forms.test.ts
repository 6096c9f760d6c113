import { returnPath } from "../../../services/web-gateway/pages/state/return-path";
import { hiddenFieldsOf } from "../../support/forms";
import { browser, type Gateway, PASSWORD, startGateway } from "./support";
import { cookiesOf, visitPage } from "./visitor";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(async () => {
  await gateway.stop();
});
afterEach(() => jest.restoreAllMocks());

const HTML = { accept: "text/html" };
const visit = (path: string, session?: string) => visitPage(gateway, path, { session });

describe("who is not logged in", () => {
  it.each([
    ["a page", {}, true],
    ["a part of a page that is open", { "hx-request": "true" }, false],
  ])("is sent to log in from %s, and told why: %j, %p", async (_, headers, isTold) => {
    const path = "/users/settings/sessions";
    const answer = await gateway.ask("GET", path, { headers: { ...HTML, ...headers } });
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toMatch(/^\/users\/log_in\?/);
    expect(cookiesOf(answer).includes("flash")).toBe(isTold);
  });
});

describe("a form", () => {
  it("that had been open for too long says so, keeps what was typed, and can be sent again", async () => {
    const page = await visit("/users/register");
    const later = Date.now() + 13 * 3600 * 1000;
    jest.spyOn(Date, "now").mockReturnValue(later);
    const answer = await page.send({ email: "kept@example.com", password: PASSWORD });
    expect(answer.status).toBe(403);
    expect(answer.text).toContain("open for too long");
    expect(answer.text).toContain('value="kept@example.com"');
    expect(answer.text).not.toContain(PASSWORD);
    const token = hiddenFieldsOf(answer.text, "/users/register").form_token!;
    const again = await page.send({
      email: "kept@example.com",
      password: PASSWORD,
      form_token: token,
    });
    expect(again.status).toBe(303);
  });

  it.each([
    ["en", "Please enter your e-mail address.", "Please enter a password.", "Please fill this in."],
    [
      "de",
      "Bitte geben Sie Ihre E-Mail-Adresse ein.",
      "Bitte geben Sie ein Passwort ein.",
      "Bitte füllen Sie das aus.",
    ],
  ])("asks for each field that is empty, in %s", async (language, email, password, current) => {
    const { token } = await gateway.signUp();
    const sent = async (path: string, fields: Record<string, string>, session?: string) => {
      const page = await visit(path, session);
      return await page.send(fields, path, { "accept-language": language });
    };
    for (const path of ["/users/register", "/users/log_in"]) {
      const answer = await sent(path, { email: "", password: "" });
      expect(answer.status).toBe(422);
      expect(answer.text).toContain(email);
      expect(answer.text).toContain(password);
    }
    const asked = await sent("/users/reset_password", { email: "" });
    expect([asked.status, asked.text.includes(email)]).toEqual([422, true]);
    const settings = await visit("/users/settings", token);
    const changed = await settings.send(
      { email: "", current_password: "" },
      "/users/settings/email",
      {
        "accept-language": language,
      },
    );
    expect(changed.status).toBe(422);
    expect(changed.text).toContain(email);
    expect(changed.text).toContain(current);
  });

  it("leads back to its page in whatever letters that is addressed", async () => {
    for (const token of ["%E2%82%AC", "%C3%A9", "a%3Fb"]) {
      const path = `/users/confirm/${token}`;
      const answer = await gateway.ask("POST", path, {
        headers: { ...HTML, "content-type": "application/x-www-form-urlencoded" },
        body: "form_token=old",
      });
      expect([answer.status, answer.headers.location]).toEqual([303, path]);
    }
  });

  it("of another visitor, another session or nobody is not taken", async () => {
    const mine = await visit("/users/register");
    const theirs = await visit("/users/register");
    const { form_token } = hiddenFieldsOf(theirs.shown.text, "/users/register");
    for (const token of [form_token!, "", "a.b", `${form_token}x`]) {
      const fields = { email: "x@example.com", password: PASSWORD, form_token: token };
      expect((await mine.send(fields)).status).toBe(403);
    }
    const [one, two] = [await gateway.signUp(), await gateway.signUp()];
    const settings = await visit("/users/settings", one.token);
    const stolen = hiddenFieldsOf(settings.shown.text, "/users/settings/email").form_token!;
    const other = await visit("/users/settings", two.token);
    const fields = { email: "y@example.com", current_password: PASSWORD, form_token: stolen };
    expect((await other.send(fields, "/users/settings/email")).status).toBe(403);
  });

  it("of each tab that was open at once on the first visit is taken", async () => {
    const tabs = await Promise.all([visit("/users/register"), visit("/users/log_in")]);
    const cookies = new Map<string, string>();
    for (const { cookie } of tabs) {
      for (const pair of cookie.split("; ")) cookies.set(pair.split("=")[0]!, pair);
    }
    const cookie = [...cookies.values()].join("; ");
    for (const [n, path] of ["/users/register", "/users/log_in"].entries()) {
      const email = "two-tabs@example.com";
      const answer = await tabs[n]!.send({ email, password: PASSWORD }, path, { cookie });
      expect([path, answer.status]).toEqual([path, 303]);
    }
  });

  it("from another site is refused with a page, whatever token it brings", async () => {
    const page = await visit("/users/log_in");
    const answer = await page.send({ email: "a@b", password: "x" }, "/users/log_in", {
      "sec-fetch-site": "cross-site",
      origin: "https://evil.example",
    });
    expect(answer.status).toBe(403);
    expect(answer.headers["content-type"]).toContain("text/html");
    const forms = [...answer.text.matchAll(/<form\b[^>]*\saction="([^"]*)"/g)];
    expect(forms.map(([, action]) => action).filter((action) => action !== "/language")).toEqual(
      [],
    );
  });

  it("logs out by DELETE only, by its method or as _method says", async () => {
    const { token } = await gateway.signUp();
    const page = await visit("/", token);
    expect((await page.send({ _method: "POST" }, "/users/log_out")).status).toBe(405);
    expect((await page.send({}, "/users/log_out")).status).toBe(303);
    const after = await gateway.ask("GET", "/api/v1/session", { headers: browser(token) });
    expect(after.status).toBe(401);
  });

  it("costs a try of an address's limit as the API does: not for what is filled in wrongly", async () => {
    const send = async (email: string) => {
      const page = await visit("/users/register");
      const { status, headers } = await page.send({ email, password: PASSWORD });
      const left = /"sign-up";r=(\d+)/.exec(String(headers.ratelimit))?.[1];
      return { status, left: left === undefined ? undefined : Number(left) };
    };
    await send("counted@example.com");
    const { status, left } = await send("counted@example.com");
    expect({ status, left }).toEqual({ status: 422, left: expect.any(Number) as number });
    expect(await send("no address")).toEqual({ status: 422, left: undefined });
    expect(await send("counted@example.com")).toEqual({ status: 422, left: left! - 1 });
  });

  it("is bounded and understood like JSON is", async () => {
    const type = { "content-type": "application/x-www-form-urlencoded" };
    const post = (body: string, headers: Record<string, string> = type) =>
      gateway.ask("POST", "/users/log_in", { headers: { ...HTML, ...headers }, body });
    expect((await post("a".repeat(70_000))).status).toBe(413);
    expect((await post("email=%ff")).status).toBe(400);
    expect((await post("email=a&email=b")).status).toBe(422);
    expect((await post("email=%00")).status).toBe(422);
    expect((await post("{}", { "content-type": "application/json" })).status).toBe(415);
  });
});

describe("the way back after logging in", () => {
  it("is a path on this site", async () => {
    expect(returnPath("/users/settings?x=1")).toBe("/users/settings?x=1");
    const elsewhere = [
      ...["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)"],
      ...["/..//evil.example", "/%2f/evil.example", "evil", "", "/a\r\nb", "/\tevil", "/a//b"],
    ];
    for (const path of elsewhere) expect([path, returnPath(path)]).toEqual([path, undefined]);
  });
});

describe("an address spelt with hyphens", () => {
  it("leads to the one with underscores", async () => {
    for (const [from, to] of [
      ["/users/log-in?return_to=%2F", "/users/log_in?return_to=%2F"],
      ["/users/reset-password/a-b_c", "/users/reset_password/a-b_c"],
    ] as const) {
      const { status, headers } = await gateway.ask("GET", from);
      expect({ status, location: headers.location }).toEqual({ status: 308, location: to });
    }
  });
});

describe("an error", () => {
  it("is a page for who looks at pages, in their language, and a problem for programs", async () => {
    const german = { ...HTML, "accept-language": "de" };
    const page = await gateway.ask("GET", "/nowhere", { headers: german });
    expect(page.status).toBe(404);
    expect(page.text).toContain('lang="de"');
    expect((await gateway.ask("GET", "/nowhere")).json).toMatchObject({ code: "not_found" });
    const api = await gateway.ask("GET", "/api/v1/nowhere", { headers: HTML });
    expect(api.json).toMatchObject({ code: "not_found" });
  });

  it("says what is down", async () => {
    const { token } = await gateway.signUp();
    const pool = gateway.deps.db.client as { acquireConnection(): Promise<unknown> };
    const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    jest.spyOn(pool, "acquireConnection").mockRejectedValue(refused);
    const answer = await gateway.ask("GET", "/", { headers: { ...HTML, ...browser(token) } });
    expect(answer.status).toBe(503);
    expect(answer.headers["retry-after"]).toBeDefined();
    expect(answer.text).toContain("The database is not responding.");
  });
});
