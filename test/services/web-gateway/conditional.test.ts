import { generateTypeId } from "../../../shared/ids";
import { type Answer, bearer, browser, fieldsOf, type Gateway, startGateway } from "./support";

let gateway: Gateway;
let admin: Record<string, string>;
beforeAll(async () => {
  gateway = await startGateway();
  admin = bearer((await gateway.signUp({ role: "admin" })).token);
});
afterAll(() => gateway.stop());

const get = (id: string, headers = admin) => gateway.ask("GET", `/api/v1/users/${id}`, { headers });
const patch = (id: string, body: unknown, headers: Record<string, string | string[]> = {}) =>
  gateway.ask("PATCH", `/api/v1/users/${id}`, { headers: { ...admin, ...headers }, body });
const codeOf = ({ status, json }: Answer) => [status, json.code as string];

describe("ETag and If-Match of users", () => {
  it("name the state: the same while it is the same, another after a change", async () => {
    const { userId } = await gateway.signUp();
    const first = await get(userId);
    const etag = first.headers.etag!;
    expect(first.status).toBe(200);
    // Strong, as RFC 9110 (8.8.3) writes it.
    expect(etag).toMatch(/^"[\x21\x23-\x7e]{20,}"$/);
    expect((await get(userId)).headers.etag).toBe(etag);
    const changed = await patch(userId, { disabled: true });
    expect(changed.status).toBe(200);
    expect(changed.json.user.disabled_at).not.toBeNull();
    expect(changed.headers.etag).not.toBe(etag);
    expect((await get(userId)).headers.etag).toBe(changed.headers.etag);
    expect(first.text).not.toMatch(/version|if_match|etag/i);
  });

  it("belong to one user", async () => {
    const [one, other] = [await gateway.signUp(), await gateway.signUp()];
    const { etag } = (await get(one.userId)).headers;
    expect(codeOf(await patch(other.userId, { disabled: true }, { "if-match": etag! }))).toEqual([
      412,
      "precondition_failed",
    ]);
  });

  it("let one change through of two that have read the same", async () => {
    const { userId } = await gateway.signUp();
    const { etag } = (await get(userId)).headers;
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => patch(userId, { disabled: true }, { "if-match": etag! })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
    const refused = answers.find(({ status }) => status === 412)!;
    expect(refused.headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(refused.headers.etag).toBeUndefined();
    expect(refused.json).toMatchObject({ status: 412, code: "precondition_failed" });
  });

  it("are not asked for", async () => {
    const { userId } = await gateway.signUp();
    expect((await patch(userId, { disabled: true })).status).toBe(200);
    expect((await patch(userId, { disabled: false })).status).toBe(200);
  });

  it("come by several header lines as by one", async () => {
    const { userId } = await gateway.signUp();
    const etag = (await get(userId)).headers.etag!;
    const passed = await patch(userId, { disabled: true }, { "if-match": ['"x"', etag] });
    expect(passed.status).toBe(200);
  });

  it("come by the header alone, from no body", async () => {
    const { userId } = await gateway.signUp();
    const answer = await patch(userId, { disabled: true, if_match: "*" });
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer)).toEqual({ "/if_match": "unknown_field" });
    expect((await get(userId)).json.user.disabled_at).toBeNull();
  });

  it.each(["", '"', "W/", ",,,", '"a" "b"', "x".repeat(1000), "\u00ff"])(
    "that are none let nothing through: %j",
    async (header) => {
      const { userId } = await gateway.signUp();
      const { status } = await patch(userId, { disabled: true }, { "if-match": header });
      expect([412, 422, 400]).toContain(status);
      expect((await get(userId)).json.user.disabled_at).toBeNull();
    },
  );

  it("say nothing to those who may not know: 401, 403 and 404 come first", async () => {
    const { userId, token } = await gateway.signUp();
    const body = { disabled: true };
    const wrong = { "if-match": '"wrong"' };
    const ask = (headers: Record<string, string>, id = userId) =>
      gateway.ask("PATCH", `/api/v1/users/${id}`, { headers: { ...headers, ...wrong }, body });
    expect(codeOf(await ask({}))).toEqual([401, "unauthenticated"]);
    expect(codeOf(await ask(bearer(token)))).toEqual([403, "forbidden"]);
    for (const id of [generateTypeId("user"), generateTypeId("session"), "nobody"]) {
      expect(codeOf(await ask(admin, id))).toEqual([404, "not_found"]);
    }
  });
});

describe("administrators' operations", () => {
  it("are forbidden to users, alike for their own account, another's and none", async () => {
    const { userId, token } = await gateway.signUp();
    const other = await gateway.signUp();
    for (const id of [userId, other.userId, generateTypeId("user")]) {
      expect(codeOf(await get(id, bearer(token)))).toEqual([403, "forbidden"]);
    }
    for (const list of ["users", "audit-entries", "events"]) {
      const answer = await gateway.ask("GET", `/api/v1/${list}`, { headers: bearer(token) });
      expect(codeOf(answer)).toEqual([403, "forbidden"]);
    }
  });

  it("change nothing but what may be changed", async () => {
    const { userId } = await gateway.signUp();
    for (const body of [
      { role: "admin" },
      { disabled: true, role: "admin" },
      { disabled: 1 },
      {},
    ]) {
      expect((await patch(userId, body)).status).toBe(422);
    }
    expect((await get(userId)).json.user).toMatchObject({ role: "user", disabled_at: null });
  });

  it("count from the next request on", async () => {
    const { userId, token } = await gateway.signUp();
    const session = () => gateway.ask("GET", "/api/v1/session", { headers: bearer(token) });
    expect((await session()).status).toBe(200);
    await patch(userId, { disabled: true });
    expect((await session()).status).toBe(401);
    await patch(userId, { disabled: false });
    expect((await session()).status).toBe(401);
  });
});

describe("one's own account", () => {
  it("is shown by /me", async () => {
    const { userId, token, email } = await gateway.signUp();
    const { status, json, headers } = await gateway.ask("GET", "/api/v1/me", {
      headers: bearer(token),
    });
    expect(status).toBe(200);
    expect(json).toEqual({ user: expect.objectContaining({ id: userId, email }) as object });
    expect(headers["cache-control"]).toBe("no-store");
    expect((await gateway.ask("GET", "/api/v1/me")).status).toBe(401);
  });
});

describe("a session that is revoked", () => {
  const sessionOf = async (headers: Record<string, string>) =>
    (await gateway.ask("GET", "/api/v1/session", { headers })).json.session.id as string;
  const revoke = (id: string, headers: Record<string, string>) =>
    gateway.ask("DELETE", `/api/v1/sessions/${id}`, { headers });

  it("takes its cookie along when it is the one that asks, and only then", async () => {
    const { email, token } = await gateway.signUp();
    const body = { email, password: "correct horse battery staple", credential: "bearer" };
    const opened = await gateway.ask("POST", "/api/v1/sessions", { body });
    const other = opened.json.session.id as string;
    const elsewhere = await revoke(other, browser(token));
    expect([elsewhere.status, elsewhere.headers["set-cookie"]]).toEqual([204, undefined]);
    const own = await revoke(await sessionOf(browser(token)), browser(token));
    expect(own.status).toBe(204);
    expect(own.headers["set-cookie"]).toEqual([
      expect.stringMatching(/^jumar_session=;.*Max-Age=0/) as string,
    ]);
    expect((await gateway.ask("GET", "/api/v1/me", { headers: browser(token) })).status).toBe(401);
  });

  it("sets no cookie for who came with a bearer token", async () => {
    const { token } = await gateway.signUp();
    const own = await revoke(await sessionOf(bearer(token)), bearer(token));
    expect([own.status, own.headers["set-cookie"]]).toEqual([204, undefined]);
  });

  it("is not found when it is another's, unknown or no session's id", async () => {
    const [one, other] = [await gateway.signUp(), await gateway.signUp()];
    const theirs = await sessionOf(bearer(other.token));
    for (const id of [theirs, generateTypeId("session"), other.userId, "nothing"]) {
      expect(codeOf(await revoke(id, bearer(one.token)))).toEqual([404, "not_found"]);
    }
    expect(await sessionOf(bearer(other.token))).toBe(theirs);
  });
});
