import { type Answer, browser, type Gateway, PASSWORD, startGateway } from "./support";

const NEW_PASSWORD = "a new password, long enough";
const BODY = {
  current_password: PASSWORD,
  password: NEW_PASSWORD,
  password_confirmation: NEW_PASSWORD,
};

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ config: { sessionDays: 45 } });
});
afterAll(() => gateway.stop());

function cookieOf({ headers }: Answer): { token: string; attributes: string[] } {
  expect(headers["set-cookie"]).toHaveLength(1);
  const [pair = "", ...attributes] = headers["set-cookie"]![0]!.split("; ");
  return { token: pair.replace("jumar_session=", ""), attributes };
}

const session = (headers: Record<string, string>) =>
  gateway.ask("GET", "/api/v1/session", { headers });

describe("a changed password renews the credential that asks", () => {
  it.each([
    ["a remembered session's cookie, for as long as sessions live", true, ["Max-Age=3888000"]],
    ["the cookie of a browser's session", false, []],
  ])("%s", async (_, remember_me, life) => {
    const { email } = await gateway.signUp();
    const body = { email, password: PASSWORD, remember_me };
    const before = cookieOf(await gateway.ask("POST", "/api/v1/sessions", { body }));

    const changed = await gateway.ask("PUT", "/api/v1/me/password", {
      headers: browser(before.token),
      body: BODY,
    });

    expect(changed.status).toBe(200);
    expect(Object.keys(changed.json)).toEqual(["user", "session"]);
    const after = cookieOf(changed);
    expect(after.attributes.filter((text) => text.startsWith("Max-Age"))).toEqual(life);
    expect(after.attributes).toEqual(before.attributes);
    expect(after.token).not.toBe(before.token);
    expect(changed.text).not.toContain(after.token);
    expect((await session(browser(before.token))).status).toBe(401);
    expect((await session(browser(after.token))).json).toEqual(changed.json);
  });

  it("a bearer's token, in the body and in no cookie", async () => {
    const { token } = await gateway.signUp();
    const changed = await gateway.ask("PUT", "/api/v1/me/password", {
      headers: { authorization: `Bearer ${token}` },
      body: BODY,
    });
    expect(changed.status).toBe(200);
    expect(changed.headers["set-cookie"]).toBeUndefined();
    const renewed = changed.json.token as string;
    expect((await session({ authorization: `Bearer ${token}` })).status).toBe(401);
    expect((await session({ authorization: `Bearer ${renewed}` })).status).toBe(200);
  });

  it("and takes no cookie away from who only got a field wrong", async () => {
    const { email } = await gateway.signUp();
    const body = { email, password: PASSWORD };
    const { token } = cookieOf(await gateway.ask("POST", "/api/v1/sessions", { body }));
    const wrong = await gateway.ask("PUT", "/api/v1/me/password", {
      headers: browser(token),
      body: { ...BODY, current_password: "wrong" },
    });
    expect(wrong.status).toBe(422);
    expect(wrong.json.errors).toMatchObject([{ pointer: "/current_password" }]);
    expect(wrong.headers["set-cookie"]).toBeUndefined();
    expect((await session(browser(token))).status).toBe(200);
  });
});
