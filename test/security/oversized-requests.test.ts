import type { AccountsDeps } from "../../services/accounts/deps";
import { API_BASE, operations, otherParams } from "../../services/web-gateway/api/operations";
import { encodeTypeId, generateUuidV7 } from "../../shared/ids";
import { bearer, fieldsOf, type Gateway, startGateway } from "../services/web-gateway/support";

let gateway: Gateway;
let token: string;

beforeAll(async () => {
  gateway = await startGateway();
  ({ token } = await gateway.signUp({ role: "admin" }));
});
afterAll(async () => {
  await gateway.stop();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const LIMIT = 64 * 1024;
const post = (path: string, body: unknown) => gateway.ask("POST", `/api/v1${path}`, { body });

describe("a body over 64 KiB", () => {
  const targets = operations
    .filter((operation) => operation.http.method !== "GET" && otherParams(operation).length > 0)
    .map(({ http: { method, path } }) => [
      method,
      API_BASE + path.replace(/\{\w+\}/g, encodeTypeId("user", generateUuidV7())),
    ]);

  it.each(targets)("is refused at %s %s, told of or not", async (method, path) => {
    const head = `${method} ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;
    const told = await gateway.raw(`${head}Content-Length: ${LIMIT + 1}\r\n\r\n{`);
    expect(told).toMatch(/^HTTP\/1\.1 413 /);
    const body = `{"a":"${"x".repeat(LIMIT)}"}`;
    const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    expect(await gateway.raw(chunked)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it("is refused before it is read, when somebody offers a gigabyte", async () => {
    const heard = await gateway.raw(
      `POST /api/v1/users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\nExpect: 100-continue\r\n\r\n`,
    );
    expect(heard).toMatch(/^HTTP\/1\.1 413 /);
    expect(heard).not.toContain("100 Continue");
  });

  it("is refused packed as well: nothing is unpacked", async () => {
    const headers = { "content-type": "application/json", "content-encoding": "gzip" };
    const answer = await gateway.ask("POST", "/api/v1/users", { headers, body: "\x1f\x8b" });
    expect(answer.status).toBe(415);
  });
});

describe("a password over 72 characters", () => {
  const long = "a".repeat(73);

  it("is refused without being hashed, wherever one may be given", async () => {
    const { passwords } = gateway.platform.deps.get("accounts") as AccountsDeps;
    const hashing = [jest.spyOn(passwords, "hash"), jest.spyOn(passwords, "verify")];
    const chosen = { password: long, password_confirmation: long };
    const asks = [
      post("/users", { email: "long@example.com", password: long }),
      post("/sessions", { email: "long@example.com", password: long }),
      post("/password-resets", { token: "x", ...chosen }),
      gateway.ask("PUT", "/api/v1/me/password", {
        headers: bearer(token),
        body: { current_password: long, ...chosen },
      }),
      gateway.ask("POST", "/api/v1/email-change-requests", {
        headers: bearer(token),
        body: { email: "new@example.com", current_password: long },
      }),
      gateway.ask("DELETE", "/api/v1/me", {
        headers: bearer(token),
        body: { current_password: long },
      }),
    ];
    for (const answer of await Promise.all(asks)) {
      expect(answer.status).toBe(422);
      expect(Object.values(fieldsOf(answer))).toContain("too_big");
    }
    for (const spy of hashing) expect(spy).not.toHaveBeenCalled();
  });

  it.each([
    ["letters", "a", "b"],
    ["letters of two bytes", "ä", "ö"],
    ["letters of three bytes", "あ", "い"],
  ])("is never shortened: the last of 72 %s counts", async (_, letter, other) => {
    const email = `last-${letter.codePointAt(0)}@example.com`;
    // In an order without repetitions, which would be easy to guess.
    const isOdd = (at: number) => at.toString(2).replaceAll("0", "").length % 2 === 1;
    const all = Array.from({ length: 73 }, (_one, at) => (isOdd(at) ? other : letter));
    const password = all.slice(0, 72).join("");
    const most = all.slice(0, 71).join("");
    expect((await post("/users", { email, password })).status).toBe(201);
    expect((await post("/sessions", { email, password })).status).toBe(201);
    const shorter = await post("/sessions", { email, password: most });
    const wrong = await post("/sessions", {
      email,
      password: `${most}${all[71] === letter ? other : letter}`,
    });
    const longer = await post("/sessions", { email, password: `${password}${letter}` });
    expect([shorter.status, wrong.status, longer.status]).toEqual([401, 401, 422]);
  });
});

describe("too much of anything else", () => {
  it.each([
    [
      "an address of 20,000 characters",
      `GET /${"a".repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      431,
    ],
    ["a header of 20,000", `GET / HTTP/1.1\r\nHost: x\r\nA: ${"a".repeat(20_000)}\r\n\r\n`, 431],
    [
      "a thousand headers",
      `GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${"A: b\r\n".repeat(1_000)}\r\n`,
      400,
    ],
    [
      "a cookie of 20,000",
      `GET / HTTP/1.1\r\nHost: x\r\nCookie: a=${"b".repeat(20_000)}\r\n\r\n`,
      431,
    ],
  ])("is refused: %s", async (_, text, status) => {
    expect(await gateway.raw(text)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it("is refused in a query", async () => {
    const get = (query: string) =>
      gateway.ask("GET", `/api/v1/events?${query}`, { headers: bearer(token) });
    expect((await get("a=1&".repeat(51))).status).toBe(400);
    expect((await get(`type=${"a".repeat(2_001)}`)).status).toBe(422);
    expect((await get(`cursor=${"a".repeat(1_001)}`)).status).toBe(422);
    expect((await get("limit=101")).status).toBe(422);
  });

  it("is refused in an e-mail address", async () => {
    const email = `${"a".repeat(149)}@example.com`;
    const answer = await post("/users", { email, password: "twelve characters" });
    expect(fieldsOf(answer)).toEqual({ "/email": "too_big" });
    const expanding = `${"\ufdfa".repeat(20)}@example.com`; // 18 characters each in NFKC
    expect((await post("/users", { email: expanding, password: "twelve characters" })).status).toBe(
      422,
    );
  });
});
