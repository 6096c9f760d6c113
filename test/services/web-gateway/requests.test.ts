import { operations } from "../../../services/web-gateway/api/operations";
import { type Asked, bearer, fieldsOf, type Gateway, PASSWORD, startGateway } from "./support";

let gateway: Gateway;
let token: string;

beforeAll(async () => {
  gateway = await startGateway({
    guests: [
      {
        name: "search",
        actions: {
          users() {
            throw new Error("select secret from somewhere");
          },
        },
      },
    ],
  });
  ({ token } = await gateway.signUp());
});
afterAll(async () => {
  await gateway.stop();
});

const ask = (method: string, path: string, asked?: Asked) => gateway.ask(method, path, asked);
const register = (asked: Asked) => ask("POST", "/api/v1/users", asked);
const json = { "content-type": "application/json" };

describe("routes", () => {
  it.each(operations.map(({ http }) => [http.method, http.path]))(
    "has a route for %s %s",
    async (method, path) => {
      const { status } = await ask(method, `/api/v1${path.replace("{id}", "x")}`);
      expect([404, 405]).not.toContain(status);
    },
  );

  it("answers a wrong method with 405 and the right ones, an unknown path with 404", async () => {
    const wrong = await ask("PUT", "/api/v1/session");
    expect(wrong.status).toBe(405);
    expect(wrong.headers.allow).toBe("DELETE, GET, HEAD, OPTIONS");
    expect(wrong.json.code).toBe("method_not_allowed");
    for (const method of ["TRACE", "PROPFIND", "PATCH"]) {
      expect((await ask(method, "/api/v1/session")).status).toBe(405);
    }
    const unknown = await ask("GET", "/api/v1/nothing");
    expect(unknown).toMatchObject({ status: 404, json: { code: "not_found" } });
  });

  it("answers HEAD as GET, without the body", async () => {
    const get = await ask("GET", "/api/v1/session", { headers: bearer(token) });
    const head = await ask("HEAD", "/api/v1/session", { headers: bearer(token) });
    expect(head).toMatchObject({ status: 200, text: "" });
    expect(head.headers["content-length"]).toBe(get.headers["content-length"]);
    expect((await ask("HEAD", "/api/v1/session")).status).toBe(401);
  });

  it("answers OPTIONS with Allow only and never runs what a preflight asks for", async () => {
    const headers = {
      ...bearer(token),
      "access-control-request-method": "DELETE",
      origin: "http://evil.test",
    };
    const answer = await ask("OPTIONS", "/api/v1/session", { headers });
    expect(answer).toMatchObject({ status: 204, text: "" });
    expect(answer.headers.allow).toBe("DELETE, GET, HEAD, OPTIONS");
    expect(Object.keys(answer.headers).join()).not.toContain("access-control");
    expect((await ask("OPTIONS", "/api/v1/nothing")).status).toBe(404);
    expect((await ask("GET", "/api/v1/session", { headers: bearer(token) })).status).toBe(200);
  });

  it("ignores what would override the method", async () => {
    const headers = {
      ...bearer(token),
      "x-http-method-override": "DELETE",
      "x-method-override": "DELETE",
    };
    expect((await ask("GET", "/api/v1/session", { headers })).status).toBe(200);
    expect((await ask("GET", "/api/v1/session?_method=DELETE", { headers })).status).toBe(422);
    expect((await ask("GET", "/api/v1/session", { headers })).status).toBe(200);
  });

  it.each([
    "//api/v1/session",
    "/api//v1/session",
    "/./api/v1/session",
    "/api/v1/../v1/session",
    "/api/v1/%2e%2e/v1/session",
    "/api%2fv1/session",
    "/api/v1%2Fsession",
    "/api/v1/session/",
    "/api/v1/session%00",
    "/api/v1/session%5c",
    "/api\\v1\\session",
    "/api/v1/%2573ession",
    "/API/v1/session",
    "/api/v1/Session",
    "/api/v1/session;a=b",
    "/api/v1/session.json",
    "/api/v1/accounts/listSessions",
    "/api/v1/accounts.listSessions",
    "/accounts/listSessions",
    "/~node/list",
    "/$node/services",
    "/api/v1/$node/services",
    "/api/v1/~node/services",
    "/list-aliases",
    "/metrics",
    "/web-gateway/listAliases",
  ])("knows one spelling of an address only: %s is 404", async (path) => {
    const answer = await ask("GET", path, { headers: bearer(token) });
    expect(answer).toMatchObject({ status: 404, json: { code: "not_found" } });
  });

  it.each(["/api/v1/%", "/api/v1/%zz", "/api/v1/%ff", "/api/v1/sess%c3", "/api/v1/session?a=%"])(
    "answers %s with malformed_request",
    async (path) => {
      const answer = await ask("GET", path, { headers: bearer(token) });
      expect(answer).toMatchObject({ status: 400, json: { code: "malformed_request" } });
    },
  );
});

describe("the query", () => {
  const get = (search: string) =>
    ask("GET", `/api/v1/sessions${search}`, { headers: bearer(token) });

  it("has known names only, each once", async () => {
    expect((await get("")).status).toBe(200);
    expect((await get("?")).status).toBe(200);
    expect(fieldsOf(await get("?limit=2&nothing=1"))).toMatchObject({
      "/nothing": "unknown_field",
    });
    expect(fieldsOf(await get("?a=1&a=2"))).toEqual({ "/a": "repeated" });
    expect(fieldsOf(await get("?a=1&%61=2"))).toEqual({ "/a": "repeated" });
    expect(fieldsOf(await get("?a[b]=1"))).toEqual({ "/a[b]": "unknown_field" });
    expect(fieldsOf(await get("?__proto__=1"))).toEqual({ "/__proto__": "unknown_field" });
    expect((await get(`?${"a=1&".repeat(51)}`)).status).toBe(400);
  });

  it("is never a way to say what belongs into a body", async () => {
    const answer = await ask("POST", "/api/v1/sessions?password=x", {
      body: { email: "a@b.test" },
    });
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer)).toEqual({ "/password": "unknown_field" });
  });
});

describe("a body", () => {
  const credentials = { email: "body@example.com", password: PASSWORD };

  it.each([
    ["text/plain"],
    ["application/x-www-form-urlencoded"],
    ["multipart/form-data; boundary=x"],
    ["application/jsonp"],
    ["application/json, text/plain"],
    ["application/ json"],
    ["application/problem+json"],
    [""],
  ])("of the type %p is unsupported", async (type) => {
    const headers: Record<string, string> = type === "" ? {} : { "content-type": type };
    const answer = await register({ headers, body: JSON.stringify(credentials) });
    expect(answer).toMatchObject({ status: 415, json: { code: "unsupported_media_type" } });
  });

  it.each(["gzip", "identity, gzip", "nonsense"])("coded as %s is unsupported", async (coding) => {
    const answer = await register({ headers: { ...json, "content-encoding": coding }, body: "{}" });
    expect(answer.status).toBe(415);
  });

  it.each(["identity", "Identity", "identity, identity"])("coded as %s is read", async (coding) => {
    const answer = await register({ headers: { ...json, "content-encoding": coding }, body: "{}" });
    expect(answer.status).toBe(422);
  });

  it.each([
    "application/json",
    "Application/JSON;charset=UTF-8",
    'application/json; charset="utf-8"',
    "application/json; charset=utf8",
    "application/json ; charset=latin1",
    "application/json; version=1; charset=utf-16",
    "application/json;",
  ])("of the type %s is read", async (type) => {
    const answer = await register({ headers: { "content-type": type }, body: "{}" });
    expect(fieldsOf(answer)).toEqual({ "/email": "required", "/password": "required" });
  });

  it.each<[string, string | Buffer]>([
    ["broken", '{"email":'],
    ["empty", Buffer.from(" ")],
    ["two values", "{}{}"],
    ["not UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ["with a byte order mark", Buffer.from('\ufeff{"a":1}')],
    ["with a key twice", '{"email":"a@b.test","email":"c@d.test"}'],
    ["with a prototype", '{"__proto__":{"role":"admin"},"email":"a@b.test"}'],
    ["with a constructor", '{"constructor":{"prototype":{"role":"admin"}}}'],
    ["49,000 deep", `${"[".repeat(24_500)}${"]".repeat(24_500)}`],
    ["with 10,000 keys", `{${Array.from({ length: 5_000 }, (_, at) => `"${at}":1`).join(",")}}`],
  ])("that is %s is malformed, quickly", async (_, body) => {
    const began = performance.now();
    const answer = await register({ headers: json, body });
    expect(answer).toMatchObject({ status: 400, json: { code: "malformed_request" } });
    expect(performance.now() - began).toBeLessThan(500);
  });

  it("that is missing is malformed", async () => {
    for (const headers of [{}, json]) {
      const answer = await register({ headers });
      expect(answer).toMatchObject({ status: 400, json: { code: "malformed_request" } });
    }
    const get = await ask("GET", "/api/v1/sessions", {
      headers: { ...json, ...bearer(token) },
      body: "{}",
    });
    expect(get).toMatchObject({ status: 400, json: { code: "malformed_request" } });
  });

  it.each(["[]", '"text"', "1", "null", "true"])("%s is no object", async (body) => {
    const answer = await register({ headers: json, body });
    expect(answer).toMatchObject({ status: 422, json: { code: "validation_failed" } });
    expect(fieldsOf(answer)).toEqual({ "": "invalid_type" });
  });

  it("has no NUL and no half of a character", async () => {
    const nul = await register({
      headers: json,
      body: '{"email":"a@b.test","password":"twelve char\\u0000"}',
    });
    expect(fieldsOf(nul)).toEqual({ "/password": "invalid_characters" });
    const half = await register({ headers: json, body: '{"email":"\\ud800@b.test","a\\u0000":1}' });
    expect(fieldsOf(half)).toEqual({ "/email": "invalid_characters", "": "invalid_characters" });
  });

  it("has known fields of the right type only", async () => {
    const body = { ...credentials, role: "admin", id: "user_1", confirmed_at: "now" };
    const answer = await register({ body });
    expect(fieldsOf(answer)).toEqual({
      "/role": "unknown_field",
      "/id": "unknown_field",
      "/confirmed_at": "unknown_field",
    });
    const arrays = await register({ body: { email: ["a@b.test"], password: { length: 12 } } });
    expect(arrays.status).toBe(422);
    expect(Object.keys(fieldsOf(arrays))).toEqual(["/email", "/password"]);
    expect(answer.text).not.toContain(PASSWORD);
  });

  it("may have 64 KiB and not one byte more", async () => {
    const fill = (length: number) => `{"email":"${"a".repeat(length - 12)}"}`;
    expect((await register({ headers: json, body: fill(65_536) })).status).toBe(422);
    const answer = await register({ headers: json, body: fill(65_537) });
    expect(answer).toMatchObject({ status: 413, json: { code: "payload_too_large" } });
    expect(answer.headers.connection).toBe("close");
  });

  it("is not needed to delete", async () => {
    const { token: own } = await gateway.signUp();
    const answer = await ask("DELETE", "/api/v1/session", { headers: bearer(own) });
    expect(answer).toMatchObject({ status: 204, text: "" });
    expect(answer.headers["content-type"]).toBeUndefined();
  });
});
