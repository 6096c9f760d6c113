import type { Answer } from "../services/web-gateway/support";
import { type Gateway, PASSWORD, startGateway } from "../services/web-gateway/support";

const FREE = 5;
const AT_ONCE = 50;

describe("guessing passwords", () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway({
      config: {
        trustedProxies: ["127.0.0.1"],
        addressLimits: { logIns: 100, signUps: 1_000, mailRequests: 1_000 },
      },
    });
  });
  afterAll(() => gateway.stop());

  const logIn = (email: string, password: string, from = "192.0.2.1", path = "/api/v1/sessions") =>
    gateway.ask("POST", path, {
      headers: { "content-type": "application/json", "x-forwarded-for": from },
      body: JSON.stringify({ email, password }),
    });
  const statuses = (answers: Answer[]) => {
    const counts: Record<number, number> = {};
    for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  };
  let address = 0;
  const newAddress = (): string => `198.51.${Math.floor(++address / 250)}.${(address % 250) + 1}`;
  const pass = (schema: string, seconds: number) =>
    gateway.owner.raw(
      `update ??.limits set next_at = next_at - ? * interval '1 second',
         window_ends_at = window_ends_at - ? * interval '1 second'`,
      [schema, seconds, seconds],
    );

  it("compares five of fifty that come at once from everywhere, for known and unknown addresses alike", async () => {
    const { email } = await gateway.signUp();
    for (const target of [email, `nobody.${email}`]) {
      const since = performance.now();
      const answers = await Promise.all(
        Array.from({ length: AT_ONCE }, () => logIn(target, "a wrong password", newAddress())),
      );
      // The first pause lasts a second; what a slow machine asks after it is one more.
      const pauses = Math.floor((performance.now() - since) / 1_000);
      const { 401: compared = 0, 429: refused = 0 } = statuses(answers);
      expect(compared + refused).toBe(AT_ONCE);
      expect(compared).toBeGreaterThanOrEqual(FREE);
      expect(compared).toBeLessThanOrEqual(FREE + pauses);
      for (const { status, headers, text } of answers) {
        if (status !== 429) continue;
        expect(JSON.parse(text)).toMatchObject({ code: "rate_limited" });
        expect(headers["retry-after"]).toMatch(/^\d$/);
      }
    }
  });

  it("lets the owner in after the pause, and forgets the guesses then", async () => {
    const { email } = await gateway.signUp();
    for (let n = 0; n < FREE; n += 1) await logIn(email, "a wrong password", newAddress());
    expect((await logIn(email, PASSWORD, newAddress())).status).toBe(429);
    await pass("accounts", 1);
    expect((await logIn(email, PASSWORD, newAddress())).status).toBe(201);
    expect((await logIn(email, "a wrong password", newAddress())).status).toBe(401);
  });

  it("compares at most twenty in a quarter of an hour, and none is kept out for good", async () => {
    const { email } = await gateway.signUp();
    let compared = 0;
    for (let n = 0; n < 40; n += 1) {
      const { status } = await logIn(email, "a wrong password", newAddress());
      if (status === 401) compared += 1;
      // Pauses pass, the window does not.
      await gateway.platform.database
        .of("accounts")
        .raw("update accounts.limits set next_at = now()");
    }
    expect(compared).toBe(20);
    expect((await logIn(email, PASSWORD, newAddress())).status).toBe(429);
    await pass("accounts", 15 * 60);
    expect((await logIn(email, PASSWORD, newAddress())).status).toBe(201);
  });

  it("stops one client address at a hundred, whichever accounts it tries; an IPv6 network is one", async () => {
    const answers: Answer[] = [];
    for (let n = 0; n < 110; n += 1) {
      const from = `2001:db8:1:2:${n.toString(16)}::1`;
      answers.push(await logIn(`nobody${n}@example.com`, "a wrong password", from));
    }
    expect(statuses(answers)).toEqual({ 401: 100, 429: 10 });
    expect(answers[0]?.headers["ratelimit-policy"]).toBe('"log-in";q=100;w=900');
    expect(answers[0]?.headers.ratelimit).toMatch(/^"log-in";r=99;t=\d+$/);
    const neighbour = await logIn("nobody@example.com", "a wrong password", "2001:db8:1:3::1");
    expect(neighbour.status).toBe(401);
  });

  it("is limited whatever spelling of the address is tried", async () => {
    const { email } = await gateway.signUp();
    for (let n = 0; n < FREE; n += 1) await logIn(email, "a wrong password", newAddress());
    const spellings = [
      "//api/v1/sessions",
      "/api//v1/sessions",
      "/./api/v1/sessions",
      "/api/v1/./sessions",
      "/api/v1/sessions/",
      "/API/v1/sessions",
      "/api/v1/Sessions",
      "/api/v1/%73essions",
      "/api/v1/sessions%2f",
      "/api/v1/sessions?x=1",
    ];
    for (const path of spellings) {
      const { status } = await logIn(email, PASSWORD, newAddress(), path);
      expect({ path, status: status === 201 || status === 401 ? "through" : "stopped" }).toEqual({
        path,
        status: "stopped",
      });
    }
    for (const method of ["PUT", "PATCH", "GET"]) {
      const overridden = await gateway.ask(method, "/api/v1/sessions", {
        headers: { "x-http-method-override": "POST", "content-type": "application/json" },
        body: JSON.stringify({ email, password: PASSWORD }),
      });
      expect([400, 401, 405]).toContain(overridden.status);
    }
  });
});

describe("guessing passwords behind no proxy", () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway({
      config: { addressLimits: { logIns: 3, signUps: 100, mailRequests: 100 } },
    });
  });
  afterAll(() => gateway.stop());

  it("cannot be spread over addresses that the client makes up", async () => {
    const names = [
      "x-forwarded-for",
      "forwarded",
      "x-real-ip",
      "cf-connecting-ip",
      "true-client-ip",
    ];
    const seen: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      const made = Object.fromEntries(names.map((name) => [name, `203.0.113.${n}`]));
      const { status } = await gateway.ask("POST", "/api/v1/sessions", {
        headers: { "content-type": "application/json", ...made },
        body: JSON.stringify({ email: `a${n}@example.com`, password: "a wrong password" }),
      });
      seen.push(status);
    }
    expect(seen).toEqual([401, 401, 401, 429, 429]);
  });
});
