import { operations } from "../../../services/web-gateway/api/operations";
import { createDocument } from "../../../services/web-gateway/openapi/document";
import { describeApi } from "../../../services/web-gateway/service";
import type { Mail } from "../../../shared/contracts";
import { errorCatalogue } from "../../../shared/errors";
import { html } from "../../../shared/html";
import { fieldsOf, type Gateway, ORIGIN, startGateway } from "./support";

const mails: Mail[] = [
  {
    id: "mail_2",
    message_id: "<2@jumar>",
    from: "Jumar <jumar@localhost>",
    to: "second@example.com",
    subject: '<script>alert("&")</script>',
    sent_at: "2026-01-02T00:00:00.000Z",
    text: "Open </pre><img src=x onerror=alert(1)>",
    html: null,
    links: ["http://jumar.test/users/confirm/abc?a=1&b=2", "javascript:alert(1)"],
  },
  {
    id: "mail_1",
    message_id: "<1@jumar>",
    from: "Jumar <jumar@localhost>",
    to: "first@example.com",
    subject: "Welcome",
    sent_at: "2026-01-01T00:00:00.000Z",
    text: "Hello",
    html: "<b>Hello</b>",
    links: [],
  },
];

let gateway: Gateway;
let production: Gateway;

beforeAll(async () => {
  const notifier = {
    name: "notifier",
    actions: {
      listMail: (ctx: { params: { to?: string } }) => ({
        data: mails.filter(({ to }) => ctx.params.to === undefined || to === ctx.params.to),
      }),
    },
  };
  [gateway, production] = await Promise.all([
    startGateway({ guests: [notifier] }),
    startGateway({
      guests: [notifier],
      config: { environment: "production", publicUrl: "https://accounts.example.com" },
    }),
  ]);
});
afterAll(async () => {
  await Promise.all([gateway.stop(), production.stop()]);
});

const get = (path: string, headers: Record<string, string> = {}) =>
  gateway.ask("GET", path, { headers });

describe("the OpenAPI document", () => {
  it("is that of the contracts, with the address of this platform", async () => {
    const { publicUrl } = gateway.deps.config;
    const { json } = await get("/api/openapi.json");
    const document = createDocument({ publicUrl, cookieName: "jumar_session" });
    expect(json).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it("is sent once to who keeps it", async () => {
    const first = await get("/api/openapi.json");
    const etag = first.headers.etag!;
    expect(first.headers["cache-control"]).toBe("no-cache");
    const again = await get("/api/openapi.json", { "if-none-match": `"x", W/${etag}` });
    expect(again).toMatchObject({ status: 304, text: "" });
    expect((await get("/api/openapi.json", { "if-none-match": '"x"' })).status).toBe(200);
  });
});

describe("a page", () => {
  const paths = ["/", "/api/docs", "/dev/mailbox", "/problems/not_found"];

  it.each(paths)(
    "%s asks no other host for anything and needs no inline script or style",
    async (path) => {
      const { status, headers, text } = await get(path);
      expect(status).toBe(200);
      expect(headers["content-type"]).toBe("text/html; charset=utf-8");
      const loaded = [...text.matchAll(/<(?:link|script|img|iframe)[^>]*?(?:href|src)="([^"]*)"/g)];
      expect(loaded.length).toBeGreaterThan(0);
      for (const [, address = ""] of loaded) {
        expect(address).toMatch(/^\/(assets|dev\/mailbox)\//);
        expect((await get(address)).status).toBe(200);
      }
      expect(text).not.toMatch(/<style|<script(?! src=)|\sstyle=|\son\w+="/);
    },
  );

  it("describes every operation and every problem", async () => {
    const { text } = await get("/api/docs");
    for (const { http, action } of operations) {
      expect(text).toContain(`<code>${http.path}</code>`);
      expect(text).toContain(html`${action.summary}`.text);
    }
    for (const code of Object.keys(errorCatalogue)) {
      expect(text).toContain(`/problems/${code}"`);
      expect((await get(`/problems/${code}`)).status).toBe(200);
    }
    expect((await get("/problems/nothing")).status).toBe(404);
  });

  it.each([
    ["PASSWORD  reset", ["createPasswordResetRequest", "createPasswordReset"]],
    ["deleteSession", ["deleteSession"]],
    ["no such thing", []],
  ])("finds operations by words: %s", async (query, ids) => {
    const { text } = await get(`/api/docs?query=${encodeURIComponent(query)}`);
    const shown = [...text.matchAll(/<section[^>]*\sid="(\w+)"/g)].map(([, id]) => id);
    for (const id of ids) expect(shown).toContain(id);
    expect(shown).not.toContain("updateUser");
    expect(text.includes("No operation has")).toBe(ids.length === 0);
    expect(text).toContain(`value="${query}"`);
  });

  it("shows how each operation is called and what it answers, and tells once what many share", async () => {
    const { text } = await get("/api/docs");
    const { paths, components } = describeApi(ORIGIN);
    for (const [path, item] of Object.entries(paths)) {
      for (const operation of Object.values(item)) {
        const [, card = ""] = text.split(`id="${operation.operationId}"`);
        const [section = ""] = card.split("</section>");
        for (const { source } of operation["x-codeSamples"])
          expect(section).toContain(html`${source}`.text);
        const answers = Object.keys(operation.responses).some((status) => status === "204");
        expect([path, section.includes(">Answer</summary>")]).toEqual([path, !answers]);
        // Nobody is safe from it, so it is said below.
        expect(section).not.toContain(">500<");
      }
    }
    expect(text.split(/>\s*500\s*<\/th>/)).toHaveLength(2);
    for (const { description } of Object.values(components.securitySchemes))
      expect(text).toContain(html`${description.split("`")[0]}`.text);
  });
});

describe("the page that changes the password", () => {
  it("is found by password managers", async () => {
    const answer = await get("/.well-known/change-password");
    expect(answer).toMatchObject({ status: 303, headers: { location: "/users/settings" } });
    expect((await gateway.ask("HEAD", "/.well-known/change-password")).status).toBe(303);
    // How they check that a server does not answer 2xx to everything.
    const none = "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200";
    expect((await get(none)).status).toBe(404);
  });
});

describe("markup", () => {
  it("escapes what is put in unless it is markup", () => {
    const evil = `<b>&"'`;
    expect(html`<p title="${evil}">${evil}</p>`.text).toBe(
      '<p title="&lt;b&gt;&amp;&quot;&#39;">&lt;b&gt;&amp;&quot;&#39;</p>',
    );
    expect(html`${[html`<i>${1}</i>`, "<", null, undefined, false, 0]}`.text).toBe("<i>1</i>&lt;0");
  });
});

describe("the mailbox", () => {
  it("shows every mail with its links, escaped", async () => {
    const { text, headers } = await get("/dev/mailbox", {
      accept: "text/html,application/json;q=0.9",
    });
    expect(headers["cache-control"]).toBe("no-store");
    expect(text.indexOf("second@example.com")).toBeLessThan(text.indexOf("first@example.com"));
    expect(text).toContain("&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;");
    expect(text).not.toContain("<img src=x");
    expect(text).toContain('href="http://jumar.test/users/confirm/abc?a=1&amp;b=2"');
    expect(text).not.toContain('href="javascript:');
    expect(text).not.toContain("<b>Hello</b>");
  });

  it("answers programs with JSON, narrowed by recipient", async () => {
    const accept = { accept: "application/json" };
    expect((await get("/dev/mailbox", accept)).json).toEqual({ data: mails });
    expect((await get("/dev/mailbox?to=first%40example.com", accept)).json).toEqual({
      data: [mails[1]],
    });
    expect((await get("/dev/mailbox?to=", accept)).json.data).toHaveLength(2);
    expect(fieldsOf(await get("/dev/mailbox?from=x", accept))).toEqual({
      "/from": "unknown_field",
    });
    expect(fieldsOf(await get("/dev/mailbox?to=%00", accept))).toEqual({
      "/to": "invalid_characters",
    });
  });

  it("is not there in production, nor linked from the home page", async () => {
    expect((await production.ask("GET", "/dev/mailbox")).status).toBe(404);
    expect((await production.ask("GET", "/")).text).not.toContain("mailbox");
    expect((await get("/")).text).toContain("/dev/mailbox");
  });
});
