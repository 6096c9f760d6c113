import { eventually } from "../support/eventually";
import type { CollectedSpan, Collector } from "../support/otlp-collector";
import type { Target } from "../support/target";

const PASSWORD = "a password for a trace";
const GIVEN = { trace: "0af7651916cd43dd8448eb211c80319c", span: "b7ad6b7169203331" };

/** Each hop of a registration: what it is called, and what it follows from. */
const HOPS: Record<string, { after: string; kind: string; of: string }> = {
  "POST /api/v1/users": { after: GIVEN.span, kind: "server", of: "web-gateway" },
  "call accounts.register": { after: "POST /api/v1/users", kind: "client", of: "web-gateway" },
  "accounts.register": { after: "call accounts.register", kind: "server", of: "accounts" },
  hash: { after: "accounts.register", kind: "internal", of: "accounts" },
  "append user.registered": { after: "transaction", kind: "internal", of: "accounts" },
  "publish user.registered": { after: "append user.registered", kind: "producer", of: "accounts" },
  "notifier handles user.registered": {
    after: "publish user.registered",
    kind: "consumer",
    of: "notifier",
  },
  "search handles user.registered": {
    after: "publish user.registered",
    kind: "consumer",
    of: "search",
  },
  "audit handles user.registered": {
    after: "publish user.registered",
    kind: "consumer",
    of: "audit",
  },
  "mail confirmation": {
    after: "notifier handles user.registered",
    kind: "producer",
    of: "notifier",
  },
  "call accounts.issueMailToken": { after: "mail confirmation", kind: "client", of: "notifier" },
  "accounts.issueMailToken": {
    after: "call accounts.issueMailToken",
    kind: "server",
    of: "accounts",
  },
};

/** A registration is one trace, from the request to the mail, whatever it runs on. */
export function registrationTrace(
  parts: () => { target: Target; collector: Collector; isSplit: boolean },
): void {
  const email = `traced-${Math.random().toString(36).slice(2)}@example.com`;
  let spans: CollectedSpan[];
  let answered: Headers;

  beforeAll(async () => {
    const { target, collector } = parts();
    const traceparent = `00-${GIVEN.trace}-${GIVEN.span}-01`;
    const { status, headers } = await target
      .client()
      .post("/api/v1/users", { email, password: PASSWORD }, { traceparent });
    expect(status).toBe(201);
    answered = headers;
    spans = await eventually(() => {
      const own = collector.spans().filter(({ traceId }) => traceId === GIVEN.trace);
      return Object.keys(HOPS).every((name) => own.some((span) => span.name === name)) && own;
    });
  });

  it.each(Object.entries(HOPS))("%s follows from what led to it", (name, { after, kind, of }) => {
    const { isSplit } = parts();
    const span = spans.find((one) => one.name === name)!;
    expect(span.kind).toBe(kind);
    expect(span.process).toBe(isSplit ? `jumar-${of}` : "jumar");
    const parent = spans.find(({ spanId }) => spanId === span.parentId);
    expect(parent?.name ?? span.parentId).toBe(after);
  });

  it("has transactions under actions and under handled events", () => {
    const parents = spans
      .filter(({ name }) => name === "transaction")
      .map(({ parentId }) => spans.find(({ spanId }) => spanId === parentId)?.name);
    expect(parents).toEqual(
      expect.arrayContaining([
        "accounts.register",
        "notifier handles user.registered",
        "audit handles user.registered",
      ]),
    );
  });

  it("answers with the trace that the client began", () => {
    const request = spans.find(({ name }) => name === "POST /api/v1/users")!;
    expect(answered.get("traceparent")).toBe(`00-${GIVEN.trace}-${request.spanId}-01`);
    expect(request.attributes).toMatchObject({
      "http.request.method": "POST",
      "http.route": "/api/v1/users",
      "http.response.status_code": 201,
    });
  });

  it("tells nobody's address, password or token", async () => {
    const { target, collector } = parts();
    const [mail] = await eventually(async () => {
      const mails = await target.mailTo(email);
      return mails.length > 0 && mails;
    });
    const token = /\/users\/confirm\/([\w-]+)/.exec(mail!.text)![1]!;
    for (const secret of [email, PASSWORD, token, "example.com"]) {
      expect(collector.text()).not.toContain(secret);
    }
  });
}
