import { setTimeout as sleep } from "node:timers/promises";
import { uuidOf } from "../../../shared/contracts";
import { atBest } from "../../support/at-best";
import { type EventStream, openEventStream } from "../../support/event-stream";
import { eventually } from "../../support/eventually";
import { bearer, browser, type Gateway, startGateway } from "./support";

const PATH = "/api/v1/me/stream";

let gateway: Gateway;
const streams: EventStream[] = [];

beforeAll(async () => {
  gateway = await startGateway();
});
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
});
afterAll(async () => {
  await gateway.stop();
});

async function listen(headers: Record<string, string>): Promise<EventStream> {
  const stream = await openEventStream(`http://127.0.0.1:${gateway.port}${PATH}`, headers);
  streams.push(stream);
  return stream;
}

async function logInAgain(email: string): Promise<{ id: string; token: string }> {
  const body = { email, password: "correct horse battery staple", credential: "bearer" };
  const { json } = await gateway.ask("POST", "/api/v1/sessions", { body });
  return { id: json.session.id as string, token: json.token as string };
}

function tell(userId: string, type: string, data: object): Promise<unknown> {
  const event = { id: `event_${"0".repeat(26)}`, type, time: "2026-01-01T00:00:00Z", data };
  return gateway.platform.broker.broadcast("pubsub.user", { user_id: userId, event });
}

describe("opening a stream", () => {
  it("answers with server-sent events that nobody keeps or holds back", async () => {
    const { token } = await gateway.signUp();
    const { status, headers, text } = await listen(browser(token));
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
      "x-request-id": expect.any(String) as string,
      "content-security-policy": expect.stringContaining("default-src 'self'") as string,
    });
    await eventually(() => /^retry: \d{4}\n\n/.test(text()));
  });

  it("is for those who are logged in, and takes no parameters", async () => {
    const { token } = await gateway.signUp();
    expect(await gateway.ask("GET", PATH)).toMatchObject({ status: 401 });
    const dead = await gateway.ask("GET", PATH, { headers: browser("A".repeat(43)) });
    expect(dead).toMatchObject({ status: 401, json: { code: "unauthenticated" } });
    expect(dead.headers["set-cookie"]?.[0]).toContain("Max-Age=0");
    const asked = await gateway.ask("GET", `${PATH}?token=${token}`, { headers: bearer(token) });
    expect(asked.status).toBe(422);
  });

  it("answers HEAD with the headers alone", async () => {
    const { token } = await gateway.signUp();
    const { status, headers, text } = await gateway.ask("HEAD", PATH, { headers: bearer(token) });
    expect({ status, type: headers["content-type"], text }).toEqual({
      status: 200,
      type: "text/event-stream; charset=utf-8",
      text: "",
    });
  });

  it("is refused with 429 to a user who has ten, until one of them is closed", async () => {
    const { token } = await gateway.signUp();
    const mine = await Promise.all(Array.from({ length: 10 }, () => listen(bearer(token))));
    const refused = await gateway.ask("GET", PATH, { headers: bearer(token) });
    expect(refused).toMatchObject({ status: 429, json: { code: "rate_limited" } });
    expect(refused.headers["retry-after"]).toBe("10");
    mine[0]!.close();
    await eventually(async () => (await listen(bearer(token))).status === 200);
  });
});

describe("an open stream", () => {
  it("carries what happens to the user, without addresses and browsers", async () => {
    const { email, token, userId } = await gateway.signUp();
    const stream = await listen(bearer(token));
    const { id } = await logInAgain(email);
    const created = await eventually(() =>
      stream.events().find(({ data }) => data.data.session_id === id),
    );
    expect(created).toEqual({
      id: expect.stringMatching(/^event_[0-9a-z]{26}$/) as string,
      event: "session.created",
      data: {
        type: "session.created",
        time: expect.any(String) as string,
        subject: userId,
        data: {
          session_id: id,
          reason: expect.any(String) as string,
          methods: ["pwd"],
          assurance: 1,
          current: false,
        },
      },
    });
  });

  it("hears nothing of other people", async () => {
    const me = await gateway.signUp();
    const other = await gateway.signUp();
    const stream = await listen(bearer(me.token));
    await tell(other.userId, "user.confirmed", {});
    await tell(me.userId, "user.email_changed", { email: "new@example.com" });
    await stream.next("user.email_changed");
    expect(stream.text()).not.toContain(other.userId);
    expect(stream.text()).not.toContain("user.confirmed");
  });

  it("leaves out texts of an event that only a newer version knows: they may be an origin", async () => {
    const { token, userId } = await gateway.signUp();
    const stream = await listen(bearer(token));
    const from = { ip: "203.0.113.9", user_agent: "Mozilla/5.0", opened_from: "203.0.113.9" };
    await tell(userId, "session.challenged", { ...from, attempts: 3 });
    expect((await stream.next("session.challenged")).data.data).toEqual({ attempts: 3 });
  });

  it("tells of events that were told together, each to its own user", async () => {
    const { token, userId } = await gateway.signUp();
    const other = await gateway.signUp();
    const [stream, others] = [await listen(bearer(token)), await listen(bearer(other.token))];
    const about = (user_id: string, type: string, n: number) => {
      const event = { id: `event_${"0".repeat(25)}${n}`, type, time: "", data: { n } };
      return { user_id, event };
    };
    const told = [
      about(userId, "user.confirmed", 1),
      "nonsense",
      about(other.userId, "user.confirmed", 2),
      about(userId, "user.enabled", 3),
    ];
    await gateway.platform.broker.broadcast("pubsub.users", told);
    expect((await stream.next("user.confirmed")).data.data).toEqual({ n: 1 });
    expect((await stream.next("user.enabled")).data.data).toEqual({ n: 3 });
    expect((await others.next("user.confirmed")).data.data).toEqual({ n: 2 });
    await gateway.platform.broker.broadcast("pubsub.users", "nonsense");
  });

  it("cannot be made to say what a broadcast has no right to", async () => {
    const { token, userId } = await gateway.signUp();
    const stream = await listen(bearer(token));
    await tell(userId, "x\nevent: session.ended", {});
    await gateway.platform.broker.broadcast("pubsub.user", "nonsense");
    await tell(userId, "user.confirmed", { text: "a\n\nevent: forged\ndata: {}\n\n" });
    await stream.next("user.confirmed");
    expect(stream.text()).not.toMatch(/^event: (forged|session\.ended)/m);
  });
});

describe("the end of a session", () => {
  it("ends its stream when it is told of", async () => {
    const { token } = await gateway.signUp();
    const stream = await listen(bearer(token));
    await gateway.ask("DELETE", "/api/v1/session", { headers: bearer(token) });
    await stream.ended;
    const last = stream.events().at(-1)!;
    expect(last.event).toBe("session.ended");
    expect(last.data.data).toMatchObject({ current: true, reason: "log_out" });
    expect(last.id).toMatch(/^event_/);
  });

  // None of these is told of: they are done behind everybody's back.
  it.each([
    ["it is gone", "delete from accounts.sessions where user_id = ?", "ended"],
    ["it expires", "update accounts.sessions set expires_at = now() where user_id = ?", "ended"],
    ["its user is disabled", "update accounts.users set disabled_at = now() where id = ?", "ended"],
    [
      "it got another token",
      "update accounts.sessions set token_hash = sha256(token_hash) where user_id = ?",
      "renewed",
    ],
  ])("ends its stream within a second though no broadcast comes: %s", async (_, sql, reason) => {
    const other = await listen(bearer((await gateway.signUp()).token));
    const best = await atBest(1_000, async () => {
      const { email, token, userId } = await gateway.signUp();
      const { session } = (await gateway.ask("GET", "/api/v1/session", { headers: bearer(token) }))
        .json as { session: { id: string } };
      const stream = await listen(bearer(token));
      await gateway.owner.raw(sql, [uuidOf(userId)]);
      const since = performance.now();
      const late = (await stream.ended) - since;
      expect(stream.events().at(-1)).toMatchObject({
        event: "session.ended",
        id: undefined,
        data: { subject: userId, data: { session_id: session.id, reason, current: true } },
      });
      expect(JSON.stringify(stream.events().at(-1))).not.toContain(email);
      return late;
    });
    expect(best).toBeLessThan(1_000);
    expect(other.isOpen()).toBe(true);
  });

  it("asks the database once for all streams, and not at all when there are none", async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => gateway.signUp()));
    const asked: unknown[] = [];
    gateway.deps.db.on("query", (query: { sql: string; bindings: unknown[][] }) => {
      if (query.sql.includes("s.id = any")) asked.push(query.bindings[0]);
    });
    const mine = await Promise.all(people.map(({ token }) => listen(bearer(token))));
    await eventually(() => asked.length >= 2);
    expect(asked.at(-1)).toHaveLength(5);
    for (const stream of mine) stream.close();
    await Promise.all(mine.map(({ ended }) => ended));
    await sleep(50);
    const before = asked.length;
    await sleep(1_000);
    expect(asked.length).toBe(before);
    gateway.deps.db.removeAllListeners("query");
  });
});

describe("stopping", () => {
  it("ends the streams, so that it need not wait for them", async () => {
    const stopping = await startGateway();
    const { token } = await stopping.signUp();
    const url = `http://127.0.0.1:${stopping.port}${PATH}`;
    const stream = await openEventStream(url, bearer(token));
    const since = performance.now();
    await stopping.stop();
    expect(performance.now() - since).toBeLessThan(3_000);
    expect(stream.isOpen()).toBe(false);
    expect(stream.text()).not.toContain("session.ended");
  });
});
