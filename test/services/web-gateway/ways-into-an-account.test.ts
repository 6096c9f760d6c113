import { passMailTime } from "../../support/mail-limits";
import { mailedPath } from "./mailed-path";
import { browser, type Gateway, PASSWORD, startGateway } from "./support";
import { cookiesOf, saidAfter, textOf, visitPage } from "./visitor";

const NEW_PASSWORD = "another horse, another battery";
const chosen = { password: NEW_PASSWORD, password_confirmation: NEW_PASSWORD };
const BOGUS = "A".repeat(43);

let gateway: Gateway;
beforeAll(async () => {
  const services = ["accounts", "notifier"];
  gateway = await startGateway({ services, config: { sessionDays: 5 } });
});
afterAll(() => gateway.stop());

const eventsOf = async (userId: string): Promise<string[]> => {
  const { rows } = await gateway.owner.raw<{ rows: { type: string }[] }>(
    "select type from accounts.outbox where subject = ? order by aggregate_version",
    [userId],
  );
  return rows.map(({ type }) => type);
};
const resetPathOf = async (email: string, before?: string): Promise<string> => {
  await passMailTime(gateway.owner, 120);
  await gateway.ask("POST", "/api/v1/password-reset-requests", { body: { email } });
  return await mailedPath(gateway, email, "/users/reset_password/", before);
};

describe("who has forgotten their password while they are logged in", () => {
  it("is shown in the settings where to ask for another, asks, and chooses it", async () => {
    const { email, token } = await gateway.signUp();
    const settings = await visitPage(gateway, "/users/settings", { session: token });
    expect(settings.shown.text.split('href="/users/reset_password"')).toHaveLength(2);
    const asking = await visitPage(gateway, "/users/reset_password", { session: token });
    expect(asking.shown.text).toContain(`value="${email}"`);
    const asked = await asking.send({ email });
    expect(await saidAfter(gateway, asked, asking.cookie)).toContain(textOf("reset_request.done"));

    const path = await mailedPath(gateway, email, "/users/reset_password/");
    const page = await visitPage(gateway, path, { session: token });
    expect(page.shown.status).toBe(200);
    const answer = await page.send(chosen);
    expect(answer.headers.location).toBe("/users/log_in");
    expect(cookiesOf(answer)).toMatch(/jumar_session=(;|$)/);
    expect(await saidAfter(gateway, answer, page.cookie)).toContain(textOf("reset.done"));
    const after = await gateway.ask("GET", "/api/v1/session", { headers: browser(token) });
    expect(after.status).toBe(401);
  });

  it("stays logged in to another account than the one that the link is of", async () => {
    const { email } = await gateway.signUp();
    const { token } = await gateway.signUp();
    const page = await visitPage(gateway, await resetPathOf(email), { session: token });
    const answer = await page.send(chosen);
    expect(answer.headers.location).toBe("/");
    expect(await saidAfter(gateway, answer, page.cookie)).toContain(textOf("reset.done_elsewhere"));
    const other = await gateway.ask("GET", "/api/v1/session", { headers: browser(token) });
    expect(other.status).toBe(200);
  });
});

describe("a new password by mail", () => {
  it("confirms the address that the mail went to, once, and tells of both", async () => {
    const { email, userId } = await gateway.signUp();
    const reset = async (before?: string): Promise<string> => {
      const path = await resetPathOf(email, before);
      const body = { ...chosen, token: path.split("/").at(-1) };
      expect((await gateway.ask("POST", "/api/v1/password-resets", { body })).status).toBe(204);
      return path;
    };
    const first = await reset();
    const credentials = { email, password: NEW_PASSWORD, credential: "bearer" };
    const { json } = await gateway.ask("POST", "/api/v1/sessions", { body: credentials });
    expect(json.user.confirmed_at).toEqual(expect.any(String));
    const told = await eventsOf(userId);
    expect(told.slice(-2)).toEqual(["user.confirmed", "user.password_reset"]);
    await reset(first);
    const all = (await eventsOf(userId)).filter((type) => told.slice(-2).includes(type));
    expect(all).toEqual(["user.confirmed", "user.password_reset", "user.password_reset"]);
    const confirmation = await mailedPath(gateway, email, "/users/confirm/");
    const late = await visitPage(gateway, confirmation);
    expect(late.shown.status).toBe(303);
  });
});

describe("a link that does not work", () => {
  it.each([
    ["/users/confirm/", "confirm.invalid"],
    ["/users/reset_password/", "reset.invalid"],
    ["/users/settings/confirm_email/", "confirm_email.invalid"],
  ] as const)("says so as soon as it is opened, to anyone: %s", async (path, says) => {
    const { token } = await gateway.signUp();
    for (const session of [undefined, token]) {
      for (const bogus of [BOGUS, "x"]) {
        const { shown, cookie } = await visitPage(gateway, path + bogus, { session });
        expect([bogus, shown.status]).toEqual([bogus, 303]);
        expect(await saidAfter(gateway, shown, cookie)).toContain(textOf(says));
      }
    }
  });

  it("is not missed by who has confirmed the address already", async () => {
    const { email, token } = await gateway.signUp();
    const path = await mailedPath(gateway, email, "/users/confirm/");
    const page = await visitPage(gateway, path, { session: token });
    // Opening it uses nothing up.
    expect((await visitPage(gateway, path)).shown.status).toBe(200);
    expect((await page.send({})).status).toBe(303);
    const again = await visitPage(gateway, path, { session: token });
    expect(await saidAfter(gateway, again.shown, again.cookie)).toContain(
      textOf("confirm.already"),
    );
  });

  it("of a new address, when it works, leads to the log-in and from there back", async () => {
    const { token } = await gateway.signUp();
    const email = "moving@example.com";
    await gateway.ask("POST", "/api/v1/email-change-requests", {
      headers: { authorization: `Bearer ${token}` },
      body: { email, current_password: PASSWORD },
    });
    const path = await mailedPath(gateway, email, "/confirm_email/");
    const { shown } = await visitPage(gateway, path);
    expect(shown.headers.location).toBe(`/users/log_in?return_to=${encodeURIComponent(path)}`);
    const other = await visitPage(gateway, path, { session: (await gateway.signUp()).token });
    expect(other.shown.headers.location).toBe("/users/settings");
    expect((await visitPage(gateway, path, { session: token })).shown.status).toBe(200);
  });
});

describe("the page to register", () => {
  const register = async (email: string) => {
    const page = await visitPage(gateway, "/users/register");
    return (await page.send({ email, password: PASSWORD })).text;
  };
  const waysIn = (text: string): boolean =>
    text.includes(textOf("register.taken")) && text.includes('href="/users/reset_password"');

  it("offers to log in or choose a new password for an address that has an account", async () => {
    const { email } = await gateway.signUp();
    expect(waysIn(await register(email))).toBe(true);
    expect(waysIn(await register("no address"))).toBe(false);
    const { shown } = await visitPage(gateway, "/users/register");
    expect(waysIn(shown.text)).toBe(false);
  });
});

describe("the page to log in", () => {
  it("says for how many days it would keep somebody logged in", async () => {
    const { shown } = await visitPage(gateway, "/users/log_in");
    expect(shown.text).toContain("Keep me logged in for 5 days");
    const { config } = gateway.deps;
    config.sessionIdleDays = 2;
    const used = await visitPage(gateway, "/users/log_in");
    config.sessionIdleDays = 30;
    expect(used.shown.text).toContain("come back within 2 days, for 5 days at most");
  });
});
