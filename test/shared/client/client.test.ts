import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  bearerToken,
  type Client,
  cookieJar,
  createClient,
  newIdempotencyKey,
  ProblemError,
} from "../../../shared/client";
import { type Gateway, PASSWORD, startGateway } from "../../services/web-gateway/support";
import { eventually } from "../../support/eventually";
import { opened } from "../../support/opened";

/** The problem that a call is refused with. */
async function problemOf(call: Promise<unknown>): Promise<ProblemError> {
  const problem: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (problem instanceof ProblemError) return problem;
  throw new Error("not a ProblemError", { cause: problem });
}

describe("the client, of a gateway", () => {
  let gateway: Gateway;
  let baseUrl: string;
  let anyone: Client;
  let people = 0;
  beforeAll(async () => {
    gateway = await startGateway();
    baseUrl = `http://localhost:${gateway.port}`;
    anyone = createClient({ baseUrl });
  });
  afterAll(async () => {
    await gateway.stop();
  });

  async function registered(): Promise<string> {
    const email = `client-${(people += 1)}@example.com`;
    await anyone.post("/users", { email, password: PASSWORD });
    return email;
  }

  it("sends params in the body and gives back the body of the answer", async () => {
    const { user } = await anyone.post("/users", { email: "a@example.com", password: PASSWORD });
    expect(user).toMatchObject({ email: "a@example.com", role: "user" });
  });

  it("tells status and headers to who asks for them", async () => {
    const { status, headers, body } = await anyone.send("POST", "/users", {
      email: "b@example.com",
      password: PASSWORD,
    });
    expect(status).toBe(201);
    expect(headers.get("location")).toBe(`/api/v1/users/${body.user.id}`);
  });

  it("throws a problem with its code, status, fields and request", async () => {
    const problem = await problemOf(anyone.post("/users", { email: "no", password: PASSWORD }));
    expect(problem).toMatchObject({ status: 422, code: "validation_failed" });
    expect(problem.has("/email")).toBe(true);
    expect(problem.has("/email", "invalid_email")).toBe(true);
    expect(problem.has("/email", "email_taken")).toBe(false);
    expect(problem.has("/password")).toBe(false);
    expect(problem.requestId).toBe(problem.headers.get("x-request-id"));
    expect(problem.message).toBe(problem.title);
  });

  it("uses the bearer token that a log-in answered with, and only if it was asked for", async () => {
    const email = await registered();
    const credential = bearerToken();
    const client = createClient({ baseUrl, credential });
    expect((await problemOf(client.get("/session"))).code).toBe("unauthenticated");

    const { session, token } = opened(
      await client.post("/sessions", { email, password: PASSWORD, credential: "bearer" }),
    );
    expect(credential.token).toBe(token);
    expect((await client.get("/session")).session.id).toBe(session.id);
    const given = createClient({ baseUrl, credential: bearerToken(token) });
    expect(await given.delete("/session")).toBeUndefined();
    expect((await problemOf(client.get("/session"))).status).toBe(401);
  });

  it("keeps cookies, comes from the same origin with them, and forgets them at log-out", async () => {
    const email = await registered();
    const credential = cookieJar();
    const client = createClient({ baseUrl, credential });
    const { token } = opened(await client.post("/sessions", { email, password: PASSWORD }));
    expect(token).toBeUndefined();
    expect([...credential.cookies.keys()]).toEqual(["jumar_session"]);
    expect((await client.get("/session")).user.email).toBe(email);
    await client.delete("/session");
    expect(credential.cookies.size).toBe(0);
  });

  it("forgets a cookie whose session is over", async () => {
    const email = await registered();
    const credential = cookieJar();
    const client = createClient({ baseUrl, credential });
    await client.post("/sessions", { email, password: PASSWORD });
    await gateway.owner.raw("delete from accounts.sessions");
    expect((await problemOf(client.get("/session"))).status).toBe(401);
    expect(credential.cookies.size).toBe(0);
  });

  it("walks through a list page by page, in the order of the list", async () => {
    const admin = await gateway.signUp({ role: "admin" });
    const client = createClient({ baseUrl, credential: bearerToken(admin.token) });
    const filter = { type: "user.registered" } as const;
    const { data } = await client.get("/events", { ...filter, limit: 100 });
    expect(data.length).toBeGreaterThan(4);
    const ids: string[] = [];
    for await (const { id } of client.each("/events", { ...filter, limit: 2 })) ids.push(id);
    expect(ids).toEqual(data.map(({ id }) => id));
  });

  /** A stream that something has come in already, so it is known to be open. */
  async function openStream() {
    const { email, token } = await gateway.signUp();
    const client = createClient({ baseUrl, credential: bearerToken(token) });
    const stream = client.stream("/me/stream");
    let first: Awaited<ReturnType<typeof stream.next>> | undefined;
    const coming = stream.next().then((result) => (first = result));
    await eventually(async () => {
      await anyone.post("/sessions", { email, password: PASSWORD, credential: "bearer" });
      return first !== undefined;
    });
    return { client, stream, first: (await coming).value! };
  }

  it("yields the events of a stream until its session ends", async () => {
    const { client, stream, first } = await openStream();
    expect(first).toMatchObject({
      id: expect.stringMatching(/^event_/) as string,
      type: expect.stringMatching(/^(user|session)\./) as string,
    });
    await client.delete("/session");
    const rest: { type: string; data: object }[] = [];
    for await (const { type, data } of stream) rest.push({ type, data });
    expect(rest.at(-1)).toMatchObject({ type: "session.ended", data: { current: true } });
  });

  it("ends a stream that its reader has enough of", async () => {
    const { stream } = await openStream();
    await stream.return();
    expect((await stream.next()).done).toBe(true);
  });

  it("changes something only in the state that it has read", async () => {
    const { userId } = await gateway.signUp();
    const admin = await gateway.signUp({ role: "admin" });
    const client = createClient({ baseUrl, credential: bearerToken(admin.token) });
    const read = await client.send("GET", "/users/{id}", { id: userId });
    const if_match = read.headers.get("etag") ?? "";
    const change = { id: userId, disabled: true, if_match };
    expect((await client.patch("/users/{id}", change)).user.disabled_at).not.toBeNull();
    const again = client.patch("/users/{id}", { ...change, disabled: false });
    expect((await problemOf(again)).code).toBe("precondition_failed");
  });

  it("does not open a stream without a session", async () => {
    expect((await problemOf(anyone.stream("/me/stream").next())).code).toBe("unauthenticated");
  });
});

describe("the client, of what is no gateway", () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });

  async function clientOf(answer: RequestListener, options: object = {}): Promise<Client> {
    const server = createServer(answer);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return createClient({ baseUrl: `http://127.0.0.1:${port}`, ...options });
  }

  it("calls what a proxy answers instead an unknown problem", async () => {
    const client = await clientOf((_, response) => {
      response.writeHead(502, { "content-type": "text/html", "retry-after": "7" }).end("<html>");
    });
    const problem = await problemOf(client.get("/session"));
    expect(problem).toMatchObject({ code: "unknown", status: 502, retryAfter: 7, errors: [] });
  });

  it("takes a page of HTML for no success", async () => {
    const client = await clientOf((_, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<html>");
    });
    expect(await problemOf(client.get("/session"))).toMatchObject({ code: "unknown", status: 200 });
  });

  it("follows no redirect with its credential", async () => {
    const seen: (string | undefined)[] = [];
    const client = await clientOf(
      (request, response) => {
        seen.push(request.url);
        response.writeHead(307, { location: "/elsewhere" }).end();
      },
      { credential: bearerToken("secret") },
    );
    await expect(client.get("/session")).rejects.toMatchObject({ name: "TypeError" });
    expect(seen).toEqual(["/api/v1/session"]);
  });

  it("gives up after the timeout, and at once when its caller does", async () => {
    const client = await clientOf(() => undefined, { timeout: 50 });
    await expect(client.get("/session")).rejects.toMatchObject({ name: "TimeoutError" });
    await expect(client.stream("/me/stream").next()).rejects.toMatchObject({
      name: "TimeoutError",
    });
    const leaving = new AbortController();
    const call = client.get("/session", {}, { signal: leaving.signal, timeout: 60_000 });
    leaving.abort(new Error("enough"));
    await expect(call).rejects.toThrow("enough");
  });

  it("puts params where the path names them, else into the query or the body", async () => {
    const seen: unknown[] = [];
    const client = await clientOf((request, response) => {
      let text = "";
      request.on("data", (chunk: Buffer) => (text += chunk.toString()));
      request.on("end", () => {
        const { "idempotency-key": key, "if-match": tag } = request.headers;
        seen.push([request.method, request.url, text, key ?? tag]);
        response.writeHead(204).end();
      });
    });
    const idempotencyKey = newIdempotencyKey();
    const untyped = client as unknown as Record<
      "get" | "patch" | "delete",
      (path: string, params?: object, options?: object) => Promise<unknown>
    >;
    await untyped.get("/users/{id}", { id: "a/b?c", query: "x & y", left_out: undefined });
    await untyped.patch("/users/{id}", { id: "a", disabled: true, if_match: '"1"' });
    await untyped.delete("/users/{id}", { id: "a" });
    await untyped.delete("/me", { current_password: "p" });
    await client.post("/users", { email: "e", password: "p" }, { idempotencyKey });
    await expect(untyped.get("/users/{id}", {})).rejects.toThrow("GET /users/{id} needs id");
    expect(seen).toEqual([
      ["GET", "/api/v1/users/a%2Fb%3Fc?query=x+%26+y", "", undefined],
      ["PATCH", "/api/v1/users/a", '{"disabled":true}', '"1"'],
      ["DELETE", "/api/v1/users/a", "", undefined],
      ["DELETE", "/api/v1/me", '{"current_password":"p"}', undefined],
      ["POST", "/api/v1/users", '{"email":"e","password":"p"}', idempotencyKey],
    ]);
  });
});
