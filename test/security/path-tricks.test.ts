import {
  type Answer,
  bearer,
  type Gateway,
  PASSWORD,
  startGateway,
} from "../services/web-gateway/support";

/*
 * Another spelling of an address, or another way to say the method, reaches the same guard and the
 * same limiter, or nothing.
 */

let gateway: Gateway;
const person = { email: "victim@example.com", password: PASSWORD };

beforeAll(async () => {
  gateway = await startGateway();
  await gateway.ask("POST", "/api/v1/users", { body: person });
});
afterAll(async () => {
  await gateway.stop();
});

const count = async (sql: string): Promise<number> => {
  const { rows } = await gateway.owner.raw<{ rows: { count: number }[] }>(sql);
  return rows[0]!.count;
};
const tries = () =>
  count(
    `select coalesce(sum(used), 0)::int as count from "web-gateway".limits where key like 'log-in:%'`,
  );
const sessions = () => count("select count(*) as count from accounts.sessions");

/** Spellings that some servers take for `/api/v1/<name>`. */
const spellings = (name: string): string[] => [
  `//api/v1/${name}`,
  `/api//v1/${name}`,
  `/api/v1//${name}`,
  `/./api/v1/${name}`,
  `/api/v1/./${name}`,
  `/api/v1/x/../${name}`,
  `/api/v1/x/%2e%2e/${name}`,
  `/api/v1/.%2e/v1/${name}`,
  `/api/v1/%2e/${name}`,
  `/api/v1/x/..;/${name}`,
  `/api/v1;a=b/${name}`,
  `/api/v1/${name};a=b`,
  `/api/v1/${name}/`,
  `/api/v1/${name}/.`,
  `/api/v1/${name}//`,
  `/api/v1/${name}.json`,
  `/api/v1/${name}.`,
  `/api/v1/${name}%20`,
  `/api/v1/${name}%09`,
  `/api/v1/${name}%0a`,
  `/api/v1/${name}%0d%0a`,
  `/api/v1/${name}%00`,
  `/api/v1/${name}%23`,
  `/api/v1/${name}%3f`,
  `/api/v1%2f${name}`,
  `/api/v1%5c${name}`,
  `/api/v1%252f${name}`,
  `/api\\v1\\${name}`,
  `/api/v1/${name}%c0%af`,
  `/api/v1%ef%bc%8f${name}`,
  `/API/v1/${name}`,
  `/api/V1/${name}`,
  `/api/v1/${name.toUpperCase()}`,
  `/api/v1/%${name.charCodeAt(0).toString(16)}${name.slice(1)}`,
  `/%61pi/v1/${name}`,
  `http://127.0.0.1/api/v1/${name}`,
  `http://evil.test/api/v1/${name}`,
  `http://jumar.test//api/v1/${name}`,
  `/v1/${name}`,
  `/api/${name}`,
];

describe("a log-in by another spelling of its address", () => {
  it.each(spellings("sessions"))("is none: %s", async (path) => {
    const before = await sessions();
    const answer = await gateway.ask("POST", path, { body: person });
    expect([400, 404]).toContain(answer.status);
    expect(answer.headers["set-cookie"]).toBeUndefined();
    expect(await sessions()).toBe(before);
  });

  it("is counted by the limiter at the one address that there is", async () => {
    const before = await tries();
    await gateway.ask("POST", "/api/v1/sessions", { body: { ...person, password: "wrong" } });
    await gateway.ask("POST", "/api/v1/sessions?", { body: { ...person, password: "wrong" } });
    expect(await tries()).toBe(before + 2);
  });
});

it.each(spellings("audit-entries"))("an administrator's list shows nothing at %s", async (path) => {
  const { token } = await gateway.signUp();
  const answer = await gateway.ask("GET", path, { headers: bearer(token) });
  expect([400, 404]).toContain(answer.status);
  expect(answer.json).not.toHaveProperty("data");
});

describe("a method that is said elsewhere", () => {
  const overrides = ["x-http-method-override", "x-http-method", "x-method-override", "x-method"];
  const ended = async (token: string): Promise<boolean> =>
    (await gateway.ask("GET", "/api/v1/session", { headers: bearer(token) })).status === 401;

  it.each(overrides)("is not heard in the header %s", async (name) => {
    const { token } = await gateway.signUp();
    const headers = { ...bearer(token), [name]: "DELETE" };
    expect((await gateway.ask("GET", "/api/v1/session", { headers })).status).toBe(200);
    const posted = await gateway.ask("POST", "/api/v1/session", { headers, body: {} });
    expect(posted).toMatchObject({ status: 405, headers: { allow: "DELETE, GET, HEAD, OPTIONS" } });
    expect(await ended(token)).toBe(false);
  });

  it("is not heard in the query or the body", async () => {
    const { token } = await gateway.signUp();
    const headers = bearer(token);
    const answers: Answer[] = [
      await gateway.ask("GET", "/api/v1/session?_method=DELETE", { headers }),
      await gateway.ask("POST", "/api/v1/sessions?_method=DELETE", { headers, body: person }),
      await gateway.ask("POST", "/api/v1/sessions", {
        headers,
        body: { ...person, _method: "DELETE" },
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422]);
    expect(await ended(token)).toBe(false);
  });

  it.each(["get", "Delete", "QUERY", "LOCK", "TRACE", "PURGE"])(
    "is no method when it reads %p",
    async (method) => {
      const { token } = await gateway.signUp();
      const heard = await gateway.raw(
        `${method} /api/v1/session HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n\r\n`,
      );
      expect(heard).toMatch(/^HTTP\/1\.1 40[05] /);
      expect(await ended(token)).toBe(false);
    },
  );

  it("opens no tunnel", async () => {
    const heard = await gateway.raw("CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test\r\n\r\n");
    expect(heard).not.toMatch(/^HTTP\/1\.1 2/);
  });
});

describe("headers that name another address", () => {
  it.each(["x-original-url", "x-rewrite-url", "x-forwarded-path", "x-forwarded-prefix"])(
    "%s leads nowhere else",
    async (name) => {
      const headers = { [name]: "/health/live" };
      expect((await gateway.ask("GET", "/api/v1/session", { headers })).status).toBe(401);
      expect(
        (await gateway.ask("GET", "/health/live", { headers: { [name]: "/nothing" } })).text,
      ).toBe("ok");
    },
  );
});
