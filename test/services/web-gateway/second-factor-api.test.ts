import { uuidOf } from "../../../shared/contracts";
import { totpCode } from "../../support/totp-code";
import { newHolder } from "./holder";
import { bearer, browser, type Gateway, PASSWORD, startGateway } from "./support";

const CHALLENGE = 'Bearer error="insufficient_user_authentication", max_age="600", acr_values="2"';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  gateway.ask("POST", `/api/v1${path}`, { headers, body });

describe("logging in with a second factor by the API", () => {
  it("answers 202 and no credential, then 201 with the token", async () => {
    const { email, secret } = await newHolder(gateway);
    const credentials = { email, password: PASSWORD, credential: "bearer" };
    const first = await post("/sessions", credentials);
    expect([first.status, first.headers["set-cookie"]]).toEqual([202, undefined]);
    expect(first.json).toEqual({
      login: {
        id: expect.stringMatching(/^[\w-]{43}$/) as string,
        next: ["totp", "recovery_code"],
      },
    });
    const proof = { login_id: first.json.login.id as string, totp: totpCode(secret) };
    const second = await post("/sessions/factors", { ...proof, credential: "bearer" });
    expect(second.status).toBe(201);
    const own = await gateway.ask("GET", "/api/v1/session", {
      headers: bearer(second.json.token as string),
    });
    expect(own.json.user.email).toBe(email);
  });

  it.each([true, false])("sets a cookie that is kept if remember_me is %s", async (remember_me) => {
    const { email, secret } = await newHolder(gateway);
    const first = await post("/sessions", { email, password: PASSWORD, remember_me });
    const login_id = first.json.login.id as string;
    const second = await post("/sessions/factors", { login_id, totp: totpCode(secret) });
    expect(second.json).toMatchObject({ remembered: remember_me });
    expect(second.json.token).toBeUndefined();
    const [cookie = ""] = second.headers["set-cookie"] ?? [];
    expect(cookie).toMatch(/^jumar_session=[\w-]{43};/);
    expect(cookie.includes("Max-Age")).toBe(remember_me);
  });
});

describe("a request that asks for a second factor", () => {
  it("says so, and is done when it comes again under its key after that was shown", async () => {
    const { token, userId, secret } = await newHolder(gateway);
    await gateway.owner.raw("update accounts.sessions set assurance = 1 where user_id = ?", [
      uuidOf(userId),
    ]);
    const key = { "idempotency-key": "one and the same" };
    const ask = (by: string) => post("/me/factors/totp", {}, { ...bearer(by), ...key });
    const refused = await ask(token);
    expect([refused.status, refused.headers["www-authenticate"]]).toEqual([401, CHALLENGE]);
    const proved = await post(
      "/session/authentications",
      { totp: totpCode(secret) },
      bearer(token),
    );
    expect(proved.status).toBe(200);
    expect((await ask(proved.json.token as string)).status).toBe(201);
  });

  it("hands a browser the new token in its cookie", async () => {
    const { token } = await gateway.signUp();
    const proved = await post("/session/authentications", { password: PASSWORD }, browser(token));
    expect([proved.status, proved.json.token]).toEqual([200, undefined]);
    expect(String(proved.headers["set-cookie"])).toMatch(/jumar_session=[\w-]{43};/);
    const old = await gateway.ask("GET", "/api/v1/session", { headers: browser(token) });
    expect(old.status).toBe(401);
  });
});
