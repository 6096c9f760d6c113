import { errorCatalogue } from "../../../shared/errors";
import { type Asked, bearer, type Gateway, ORIGIN, type Pool, startGateway } from "./support";

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
