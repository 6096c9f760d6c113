import {
  type Answer,
  type Asked,
  bearer,
  browser,
  type Gateway,
  ORIGIN,
  PASSWORD,
  startGateway,
} from "./support";

let gateway: Gateway;
let secure: Gateway;

beforeAll(async () => {
  [gateway, secure] = await Promise.all([
    startGateway(),
    startGateway({
      config: {
        environment: "production",
        publicUrl: "https://accounts.example.com",
        trustedProxies: ["127.0.0.1"],
      },
    }),
  ]);
});
afterAll(async () => {
  await Promise.all([gateway.stop(), secure.stop()]);
});

const ask = (method: string, path: string, asked?: Asked) => gateway.ask(method, path, asked);
const session = (headers: Asked["headers"]) => ask("GET", "/api/v1/session", { headers });

function cookieOf(answer: Answer): { name: string; value: string; attributes: string[] } {
  expect(answer.headers["set-cookie"]).toHaveLength(1);
  const [pair = "", ...attributes] = answer.headers["set-cookie"]![0]!.split("; ");
  const mark = pair.indexOf("=");
  return { name: pair.slice(0, mark), value: pair.slice(mark + 1), attributes: attributes.sort() };
}

describe("logging in", () => {
  const logIn = async (more: object = {}, headers: Record<string, string> = {}, to = gateway) => {
    const { email } = await to.signUp();
    return await to.ask("POST", "/api/v1/sessions", {
      body: { email, password: PASSWORD, ...more },
      headers,
    });
  };

  it("sets a cookie for the browser's session, and keeps the token out of the body", async () => {
    const answer = await logIn();
    expect(answer.status).toBe(201);
    const cookie = cookieOf(answer);
    expect(cookie).toMatchObject({
      name: "jumar_session",
      attributes: ["HttpOnly", "Path=/", "SameSite=Lax"],
    });
    expect(answer.text).not.toContain(cookie.value);
    expect(Object.keys(answer.json)).toEqual(["user", "session"]);
    expect((await session({ cookie: `jumar_session=${cookie.value}` })).json).toEqual(answer.json);
  });

  it("remembers for 60 days who asks for it", async () => {
    const { attributes } = cookieOf(await logIn({ remember_me: true }));
    expect(attributes).toEqual(["HttpOnly", "Max-Age=5184000", "Path=/", "SameSite=Lax"]);
  });

  it("gives a bearer token in the body to who asks for it, and no cookie", async () => {
    const answer = await logIn({ credential: "bearer", remember_me: true });
    expect(answer.headers["set-cookie"]).toBeUndefined();
    expect(answer.json.token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect((await session(bearer(answer.json.token as string))).status).toBe(200);
  });

  it("never adopts a session that was planted before", async () => {
    const { token: planted, email: attacker } = await gateway.signUp();
    const answer = await logIn({}, browser(planted));
    const { value } = cookieOf(answer);
    expect(value).not.toBe(planted);
    expect((await session(browser(value))).json.user.email).not.toBe(attacker);
    const made = await logIn({}, browser("A".repeat(43)));
    expect(cookieOf(made).value).not.toBe("A".repeat(43));
  });

  it("uses a __Host- cookie that is Secure where the platform is reached by https", async () => {
    const answer = await logIn({}, {}, secure);
    const { name, value, attributes } = cookieOf(answer);
    expect(name).toBe("__Host-jumar_session");
    expect(attributes).toEqual(["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
    const ask = (cookie: string) => secure.ask("GET", "/api/v1/session", { headers: { cookie } });
    expect((await ask(`__Host-jumar_session=${value}`)).status).toBe(200);
    expect((await ask(`jumar_session=${value}`)).status).toBe(401);
    expect(answer.headers["strict-transport-security"]).toContain("max-age=63072000");
  });
});

describe("a session's token", () => {
  it("is never taken from an address or a body", async () => {
    const { token } = await gateway.signUp();
    for (const name of ["token", "access_token", "session", "jumar_session"]) {
      expect((await ask("GET", `/api/v1/session?${name}=${token}`)).status).toBe(401);
      expect((await ask("DELETE", "/api/v1/session", { body: { [name]: token } })).status).toBe(
        401,
      );
    }
  });

  it("in an Authorization header wins over one in a cookie, also when it is worth nothing", async () => {
    const [one, other] = [await gateway.signUp(), await gateway.signUp()];
    const both = (header: string) =>
      session({ authorization: header, cookie: `jumar_session=${other.token}` });
    expect((await both(`Bearer ${one.token}`)).json.user.id).toBe(one.userId);
    expect((await both(`bearer ${one.token}`)).json.user.id).toBe(one.userId);
    for (const header of [
      `Bearer ${"A".repeat(43)}`,
      "Bearer",
      "Bearer a b",
      "Basic eDp5",
      `Token ${one.token}`,
      "",
    ]) {
      const answer = await both(header);
      expect(answer.status).toBe(401);
    }
  });

  it("that comes in two cookies of the name is none", async () => {
    const { token } = await gateway.signUp();
    const twice = `jumar_session=${token}; jumar_session=${token}`;
    expect((await session({ cookie: twice })).status).toBe(401);
    expect((await session({ cookie: `jumar_session=${token}; jumar_session=` })).status).toBe(401);
    expect((await session({ cookie: `a=b; jumar_session=${token}; c` })).status).toBe(200);
  });

  it.each(["", "x", "A".repeat(44), "%00", "__proto__", '"quoted"', "ä", "=".repeat(43)])(
    "that reads %p is none",
    async (value) => {
      expect((await session({ cookie: `jumar_session=${value}` })).status).toBe(401);
    },
  );

  it("that is dead is taken away from the browser", async () => {
    const { token } = await gateway.signUp();
    await ask("DELETE", "/api/v1/session", { headers: bearer(token) });
    const answer = await session({ cookie: `jumar_session=${token}` });
    expect(answer.status).toBe(401);
    expect(cookieOf(answer)).toEqual({
      name: "jumar_session",
      value: "",
      attributes: ["HttpOnly", "Max-Age=0", "Path=/", "SameSite=Lax"],
    });
    expect((await session(bearer(token))).headers["set-cookie"]).toBeUndefined();
    expect((await session({})).headers["set-cookie"]).toBeUndefined();
  });

  it("ends on the server when its owner logs out, and the cookie goes", async () => {
    const { token } = await gateway.signUp();
    const answer = await ask("DELETE", "/api/v1/session", { headers: browser(token) });
    expect(answer.status).toBe(204);
    expect(cookieOf(answer)).toMatchObject({ name: "jumar_session", value: "" });
    expect((await session(browser(token))).status).toBe(401);
    expect((await session(bearer(token))).status).toBe(401);
  });
});

describe("who may", () => {
  it("is 401 for nobody, 403 for somebody else, before the params are looked at", async () => {
    const { token } = await gateway.signUp();
    const list = (headers: Record<string, string>) =>
      ask("GET", "/api/v1/audit-entries?nothing=1", { headers });
    expect(await list({})).toMatchObject({ status: 401, json: { code: "unauthenticated" } });
    expect(await list(bearer(token))).toMatchObject({ status: 403, json: { code: "forbidden" } });
    const { token: admin } = await gateway.signUp({ role: "admin" });
    expect((await list(bearer(admin))).status).toBe(422);
  });

  it("asks the database once for a session, and for nobody's not at all", async () => {
    const { token } = await gateway.signUp();
    const asked: string[] = [];
    const listen = ({ sql }: { sql: string }) => asked.push(sql);
    gateway.deps.db.on("query", listen);
    await session(bearer(token));
    expect(asked).toEqual([expect.stringContaining("where s.token_hash")]);
    await session({});
    await ask("POST", "/api/v1/sessions", { headers: browser(token), body: {} });
    gateway.deps.db.off("query", listen);
    expect(asked).toHaveLength(1);
  });
});

describe("a request that another site makes a browser send", () => {
  const evil = "https://evil.test";
  const logOut = (headers: Record<string, string>) => ask("DELETE", "/api/v1/session", { headers });
  let cookie: string;
  let token: string;

  beforeAll(async () => {
    ({ token } = await gateway.signUp());
    cookie = `jumar_session=${token}`;
  });

  it.each<[string, Record<string, string>]>([
    ["says nothing of where it comes from", {}],
    ["is cross-site", { "sec-fetch-site": "cross-site" }],
    ["is from a sibling domain", { "sec-fetch-site": "same-site", origin: ORIGIN }],
    ["was typed by the user", { "sec-fetch-site": "none" }],
    ["has another origin", { origin: evil }],
    ["has an opaque origin", { origin: "null" }],
    ["has another port", { origin: `${ORIGIN}:8080` }],
    ["has another scheme", { origin: "https://jumar.test" }],
    ["has our origin as a prefix", { origin: `${ORIGIN}.evil.test` }],
    ["has two origins", { origin: `${ORIGIN}, ${evil}` }],
    ["contradicts itself", { "sec-fetch-site": "same-origin", origin: evil }],
    ["has our name as a referrer only", { referer: `${ORIGIN}/`, host: "jumar.test" }],
    ["hides behind a header that is no bearer token", { authorization: "Basic eDp5" }],
  ])("is refused when it carries the cookie and %s", async (_, headers) => {
    const answer = await logOut({ cookie, ...headers });
    expect(answer).toMatchObject({ status: 403, json: { code: "csrf_failed" } });
    expect((await session({ cookie })).status).toBe(200);
  });

  it.each<[string, Record<string, string>]>([
    ["cross-site", { "sec-fetch-site": "cross-site" }],
    ["same-site", { "sec-fetch-site": "same-site" }],
    ["from another origin", { origin: evil }],
    ["from nowhere", { origin: "null" }],
  ])(
    "is refused even without a cookie when it is %s: nobody is logged in or signed up by others",
    async (_, headers) => {
      for (const path of ["/api/v1/users", "/api/v1/sessions"]) {
        const answer = await ask("POST", path, {
          headers,
          body: { email: "a@b.test", password: PASSWORD },
        });
        expect(answer).toMatchObject({ status: 403, json: { code: "csrf_failed" } });
      }
    },
  );

  it("is let through from our own pages, from programs, and when it only reads", async () => {
    const passes = async (headers: Record<string, string>) =>
      expect((await ask("POST", "/api/v1/users", { headers, body: {} })).status).toBe(422);
    await passes({ cookie, "sec-fetch-site": "same-origin", origin: ORIGIN });
    await passes({ cookie, "sec-fetch-site": "same-origin" });
    await passes({ cookie, origin: ORIGIN });
    await passes({});
    await passes({ "sec-fetch-site": "none" });
    await passes({ ...bearer(token), cookie, origin: evil, "sec-fetch-site": "cross-site" });
    expect((await session({ cookie, "sec-fetch-site": "cross-site", origin: evil })).status).toBe(
      200,
    );
  });
});

describe("where somebody is", () => {
  const seen = async (to: Gateway, headers: Record<string, string>) => {
    const { email } = await to.signUp();
    const body = { email, password: PASSWORD, credential: "bearer" };
    const { json } = await to.ask("POST", "/api/v1/sessions", { headers, body });
    const list = await to.ask("GET", "/api/v1/sessions", { headers: bearer(json.token as string) });
    return list.json.data[0] as { ip: string; user_agent: string };
  };

  it("is not what they say but who their connection is from", async () => {
    const headers = {
      "x-forwarded-for": "198.51.100.1",
      "x-real-ip": "198.51.100.2",
      forwarded: "for=198.51.100.3",
      "client-ip": "198.51.100.4",
    };
    expect((await seen(gateway, headers)).ip).toBe("127.0.0.1");
  });

  it("is what a trusted proxy says, nearest first", async () => {
    const { ip } = await seen(secure, { "x-forwarded-for": "6.6.6.6, 198.51.100.1, 127.0.0.1" });
    expect(ip).toBe("198.51.100.1");
  });

  it("comes with a bounded user agent without control characters", async () => {
    const { user_agent } = await seen(gateway, { "user-agent": `agent\t${"x".repeat(500)}` });
    expect(user_agent).toBe(`agent${"x".repeat(394)}`);
  });
});
