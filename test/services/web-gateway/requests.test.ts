import { operations } from "../../../services/web-gateway/api/operations";
import { errorCatalogue } from "../../../shared/errors";
import {
  fieldsOf,
  ORIGIN,
  PASSWORD,
  startGateway,
  bearer,
  type Asked,
  type Gateway,
  type Pool,
} from "./support";

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

  it.each([
    "/api/v1/%",
    "/api/v1/%zz",
    "/api/v1/%ff",
    "/api/v1/sess%c3",
    "/api/v1/session?a=%",
    "http://x/api",
  ])("answers %s with malformed_request", async (path) => {
    const answer = await ask("GET", path, { headers: bearer(token) });
    expect(answer).toMatchObject({ status: 400, json: { code: "malformed_request" } });
  });
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
    ["application/json; charset=latin1"],
    ["application/json; version=1"],
    ["application/jsonp"],
    ["application/problem+json"],
    [""],
  ])("of the type %p is unsupported", async (type) => {
    const headers: Record<string, string> = type === "" ? {} : { "content-type": type };
    const answer = await register({ headers, body: JSON.stringify(credentials) });
    expect(answer).toMatchObject({ status: 415, json: { code: "unsupported_media_type" } });
  });

  it("that is compressed is unsupported", async () => {
    const answer = await register({ headers: { ...json, "content-encoding": "gzip" }, body: "x" });
    expect(answer.status).toBe(415);
  });

  it.each([
    "application/json",
    "Application/JSON;charset=UTF-8",
    'application/json; charset="utf-8"',
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

describe("every answer", () => {
  const answers = () =>
    Promise.all([
      ask("GET", "/api/v1/session", { headers: bearer(token) }),
      ask("GET", "/api/v1/session"),
      ask("POST", "/api/v1/users"),
      ask("GET", "/nothing"),
      ask("GET", "/%"),
      ask("OPTIONS", "/api/v1/session"),
      ask("GET", "/"),
      ask("GET", "/assets/jumar.css"),
      ask("GET", "/api/openapi.json"),
      ask("GET", "/health/live"),
    ]);

  it("carries the headers that protect browsers, and none that tell what runs here", async () => {
    for (const { headers } of await answers()) {
      const policy = headers["content-security-policy"];
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain("unsafe");
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "x-frame-options": "DENY",
      });
      expect(headers.server).toBeUndefined();
      expect(headers["x-powered-by"]).toBeUndefined();
      expect(headers["strict-transport-security"]).toBeUndefined();
    }
  });

  it("is kept by nobody, below /api/v1", async () => {
    for (const path of ["/api/v1/session", "/api/v1/nothing", "/api/v1/%"]) {
      expect((await ask("GET", path)).headers["cache-control"]).toBe("no-store");
    }
  });

  it("carries a request id: the caller's own if it is a plain word, else a new one", async () => {
    const idFor = async (given?: string, more: Record<string, string> = {}) => {
      const headers = { ...(given === undefined ? {} : { "x-request-id": given }), ...more };
      const answer = await ask("GET", "/api/v1/session", { headers });
      expect(answer.json.request_id).toBe(answer.headers["x-request-id"]);
      return answer.headers["x-request-id"];
    };
    expect(await idFor("my-request_1")).toBe("my-request_1");
    const made = /^request_[0-9a-z]{26,32}$/;
    for (const given of [undefined, "", "a b", "a".repeat(65), "<script>", "ä"]) {
      expect(await idFor(given)).toMatch(made);
    }
    expect(await idFor(undefined, { "x-correlation-id": "theirs" })).toMatch(made);
    expect(await idFor()).not.toBe(await idFor());
  });

  it("carries the traceparent it was asked with, if that is one", async () => {
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const traced = (given: string) =>
      ask("GET", "/api/v1/session", { headers: { traceparent: given } });
    expect((await traced(traceparent)).headers.traceparent).toBe(traceparent);
    for (const wrong of [
      traceparent.toUpperCase(),
      `00-${"0".repeat(32)}-b7ad6b7169203331-01`,
      "x",
    ]) {
      expect((await traced(wrong)).headers.traceparent).toBeUndefined();
    }
  });
});

describe("a problem", () => {
  it("says what is wrong in the words of the catalogue", async () => {
    const answer = await ask("GET", "/api/v1/session");
    expect(answer.status).toBe(401);
    expect(answer.headers).toMatchObject({
      "content-type": "application/problem+json",
      "www-authenticate": "Bearer",
    });
    expect(answer.json).toEqual({
      type: `${ORIGIN}/problems/unauthenticated`,
      title: errorCatalogue.unauthenticated.title,
      status: 401,
      code: "unauthenticated",
      request_id: answer.headers["x-request-id"],
    });
  });

  it("comes from a service as it was thrown there", async () => {
    const body = { email: "nobody@example.com", password: "a wrong password" };
    const answer = await ask("POST", "/api/v1/sessions", { body });
    expect(answer).toMatchObject({ status: 401, json: { code: "invalid_credentials" } });
    expect(answer.headers["www-authenticate"]).toBe("Bearer");
  });

  it("shows nothing of a defect, which the log has under the request's id", async () => {
    const { token: own } = await gateway.signUp({ role: "admin" });
    const headers = { ...bearer(own), "x-request-id": "broken-1" };
    const answer = await ask("GET", "/api/v1/users", { headers });
    expect(answer.status).toBe(500);
    expect(Object.keys(answer.json).sort()).toEqual([
      "code",
      "request_id",
      "status",
      "title",
      "type",
    ]);
    expect(answer.text).not.toMatch(/secret|select|Error/);
    const line = gateway.log.find(
      ({ request_id, level }) => request_id === "broken-1" && level === 50,
    );
    expect(line).toMatchObject({ err: { message: "select secret from somewhere" } });
  });

  it("is 503 with Retry-After while a service or the database cannot be reached", async () => {
    const { token: own } = await gateway.signUp({ role: "admin" });
    const service = await ask("GET", "/api/v1/audit-entries", { headers: bearer(own) });
    expect(service).toMatchObject({ status: 503, json: { code: "unavailable" } });
    expect(service.headers["retry-after"]).toBe("1");

    const gone = Object.assign(new Error("connect ECONNREFUSED 10.1.2.3"), {
      code: "ECONNREFUSED",
    });
    const acquire = jest.spyOn(gateway.deps.db.client as Pool, "acquireConnection");
    acquire.mockRejectedValueOnce(gone);
    const database = await ask("GET", "/api/v1/session", { headers: bearer(own) });
    acquire.mockRestore();
    expect(database).toMatchObject({ status: 503, json: { code: "unavailable" } });
    expect(database.text).not.toContain("10.1.2.3");
  });
});
