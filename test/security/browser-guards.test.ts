import {
  type Answer,
  bearer,
  browser,
  type Gateway,
  startGateway,
} from "../services/web-gateway/support";
import { openEventStream } from "../support/event-stream";

/** What tells a browser not to run, frame, sniff, leak or remember. */
let development: Gateway;
let production: Gateway;

beforeAll(async () => {
  [development, production] = await Promise.all([
    startGateway(),
    startGateway({
      config: { environment: "production", publicUrl: "https://accounts.example.com" },
    }),
  ]);
});
afterAll(async () => {
  await Promise.all([development.stop(), production.stop()]);
});

/** One answer of every kind, by its status or what it is. */
async function everyKind(gateway: Gateway): Promise<Record<string, Answer>> {
  const { ask } = gateway;
  const { token } = await gateway.signUp();
  const json = { "content-type": "application/json" };
  const etag = (await ask("GET", "/api/openapi.json")).headers.etag!;
  const home = await ask("GET", "/");
  const asset = (ending: string): string =>
    new RegExp(`/assets/[^"]+\\.${ending}`).exec(home.text)?.[0] ?? `no asset ${ending}`;
  return {
    home,
    "a page of a mail's link": await ask("GET", "/users/confirm/x"),
    "the style sheet": await ask("GET", asset("css")),
    "an image": await ask("GET", asset("svg")),
    "the API's page": await ask("GET", "/api/docs"),
    "the API's document": await ask("GET", "/api/openapi.json"),
    "a problem's page": await ask("GET", "/problems/internal"),
    health: await ask("GET", "/health/ready"),
    HEAD: await ask("HEAD", "/"),
    OPTIONS: await ask("OPTIONS", "/api/v1/session"),
    200: await ask("GET", "/api/v1/session", { headers: bearer(token) }),
    201: await ask("POST", "/api/v1/users", {
      body: { email: `kind${token.slice(0, 5)}@example.com`, password: "twelve characters" },
    }),
    202: await ask("POST", "/api/v1/confirmation-requests", { body: { email: "a@example.com" } }),
    304: await ask("GET", "/api/openapi.json", { headers: { "if-none-match": etag } }),
    400: await ask("POST", "/api/v1/users", { headers: json, body: "{" }),
    401: await ask("GET", "/api/v1/session"),
    403: await ask("GET", "/api/v1/users", { headers: bearer(token) }),
    404: await ask("GET", "/nothing"),
    405: await ask("PUT", "/"),
    413: await ask("POST", "/api/v1/users", { headers: json, body: " ".repeat(70_000) }),
    415: await ask("POST", "/api/v1/users", { body: "a" }),
    422: await ask("POST", "/api/v1/users", { body: {} }),
    503: await ask("GET", "/api/v1/me/activity", { headers: bearer(token) }),
    204: await ask("DELETE", "/api/v1/session", { headers: browser(token) }),
  };
}

it("guard every kind of answer, errors and files too", async () => {
  for (const [kind, { status, headers }] of Object.entries(await everyKind(development))) {
    if (/^\d+$/.test(kind)) expect([kind, String(status)]).toEqual([kind, kind]);
    expect([kind, headers]).toEqual([
      kind,
      expect.objectContaining({
        "content-security-policy": expect.stringMatching(/^default-src 'self'(;|$)/) as string,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
      }),
    ]);
    const policy = headers["content-security-policy"] as string;
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).not.toMatch(/unsafe|\*|data:|http/);
    expect([kind, headers["strict-transport-security"]]).toEqual([kind, undefined]);
    for (const name of ["server", "x-powered-by", "via", "x-moleculer-request-id"]) {
      expect([kind, name, headers[name]]).toEqual([kind, name, undefined]);
    }
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  }
});

it("in production make browsers come by https only, for two years", async () => {
  for (const [kind, { headers }] of Object.entries(await everyKind(production))) {
    expect([kind, headers["strict-transport-security"]]).toEqual([
      kind,
      "max-age=63072000; includeSubDomains",
    ]);
  }
});

it("guard what is no proper HTTP, and what comes as a stream", async () => {
  for (const text of [
    "nonsense\r\n\r\n",
    `GET / HTTP/1.1\r\nHost: x\r\nA: ${"a".repeat(20_000)}\r\n\r\n`,
  ]) {
    expect(await production.raw(text)).toMatch(
      /content-security-policy: default-src 'self'[^]*strict-transport-security: max-age=63072000/i,
    );
  }
  const { token } = await development.signUp();
  const url = `http://127.0.0.1:${development.port}/api/v1/me/stream`;
  const stream = await openEventStream(url, bearer(token));
  stream.close();
  const head = await development.ask("HEAD", "/api/v1/me/stream", { headers: bearer(token) });
  expect(head.headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
});

it("keep what is personal out of every cache", async () => {
  for (const [kind, { headers }] of Object.entries(await everyKind(development))) {
    // The same for everyone; those whose names change with what is in them are kept for good.
    const isFile = /^(the |an image|a problem's|304)/.test(kind);
    const policy = isFile ? /^(no-store|no-cache|.*immutable)$/ : /^no-store$/;
    expect([kind, headers["cache-control"]]).toEqual([kind, expect.stringMatching(policy)]);
  }
});

it("leave no script and no style inside a page, which the policy would stop", async () => {
  for (const [kind, { headers, text }] of Object.entries(await everyKind(development))) {
    if (!String(headers["content-type"]).startsWith("text/html")) continue;
    expect([kind, /<style|\sstyle=|\son\w+=|javascript:/i.exec(text)]).toEqual([kind, null]);
    for (const [, attributes = ""] of text.matchAll(/<script([^>]*)>/gi)) {
      expect([kind, attributes]).toEqual([kind, expect.stringContaining('src="/')]);
    }
  }
});
