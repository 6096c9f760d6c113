import { readFileSync } from "node:fs";
import { join } from "node:path";
import { contracts } from "../../shared/contracts";
import { createDeadLetters } from "../../shared/events";
import { encodeTypeId, generateUuidV7 } from "../../shared/ids";
import { eventually } from "../support/eventually";
import { listedMetrics } from "../support/metrics/listed";
import { moves } from "../support/metrics/moves";
import { scrape, type Scraped } from "../support/scrape";
import { type ProcessTarget, startTarget } from "../support/target";
import { totpCode } from "../support/totp-code";
import { metricsOfHandling } from "./metrics-of-handling";

const ROOT = join(__dirname, "../..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const PASSWORD = "a password that is counted";

describe("metrics of the embedded platform", () => {
  let target: ProcessTarget;
  const look = () => scrape(target.opsUrl());
  /** Until what is counted is what it should be. */
  const shows = (check: (now: Scraped) => boolean | undefined) =>
    eventually(async () => check(await look()));

  beforeAll(async () => {
    target = await startTarget({
      JUMAR_MAIL_REQUESTS_PER_ADDRESS: "1",
    });
  });
  afterAll(async () => {
    await target.stop();
  });

  it("tell of requests, actions, hashes, statements, events and mails", async () => {
    await moves(
      look,
      [
        "jumar_http_requests_started_total",
        'jumar_http_request_duration_seconds{method="GET",route="/api/v1/session",status="200"}',
        'jumar_action_duration_seconds{action="accounts.register",outcome="ok"}',
        'jumar_action_duration_seconds{action="accounts.register",outcome="validation_failed"}',
        "jumar_hash_duration_seconds",
        "jumar_hash_wait_seconds",
        'jumar_database_queries_total{service="accounts"}',
        'jumar_database_time_seconds_total{service="accounts",phase="queue"}',
        'jumar_database_time_seconds_total{service="accounts",phase="query"}',
        'jumar_database_time_seconds_total{service="accounts",phase="decode"}',
        'jumar_database_time_seconds_total{service="accounts",phase="idle"}',
        'jumar_database_transaction_duration_seconds{outcome="committed"}',
        'jumar_database_transaction_duration_seconds{outcome="failed"}',
        'jumar_relay_published_total{service="accounts"}',
        'jumar_event_attempts_total{subscriber="audit",outcome="done"}',
        'jumar_mails_total{kind="confirmation",outcome="sent"}',
      ],
      async () => {
        const client = target.client();
        const account = { email: "ada@example.com", password: PASSWORD };
        expect((await client.post("/api/v1/users", account)).status).toBe(201);
        expect((await client.post("/api/v1/users", account)).status).toBe(422);
        await client.post("/api/v1/sessions", account);
        expect((await client.get("/api/v1/session")).status).toBe(200);
      },
    );
    const now = await look();
    expect(now.sum("jumar_hash_queue_length")).toBe(0);
    expect(now.sum("jumar_hash_shed_total")).toBe(0);
    expect(now.sum("jumar_ready")).toBe(1);
    expect(now.sum("jumar_database_pool_limit")).toBe(16);
    expect(now.sum("nodejs_eventloop_lag_p99_seconds")).toBeGreaterThan(0);
    expect(now.sum("nodejs_heap_size_used_bytes")).toBeGreaterThan(1e6);
  });

  it("tell of tries that were one too many", async () => {
    const ask = () =>
      target.client().post("/api/v1/confirmation-requests", { email: "nobody@example.com" });
    await moves(look, ['jumar_rate_limited_total{limit="mail-request"}'], async () => {
      expect((await ask()).status).toBe(202);
      expect((await ask()).status).toBe(429);
    });
    expect((await look()).sum("jumar_rate_limited_total", { limit: "mail-request" })).toBe(1);
  });

  it("tell of codes of a second factor that were one too many", async () => {
    const client = target.client();
    const account = { email: "guessed@example.com", password: PASSWORD };
    await client.post("/api/v1/users", account);
    await client.post("/api/v1/sessions", account);
    const { body } = await client.post("/api/v1/me/factors/totp", {});
    await client.post(`/api/v1/me/factors/${body.factor.id as string}/confirmation`, {
      code: totpCode(body.secret as string),
    });
    await moves(
      look,
      ['jumar_rate_limited_total{limit="totp"}', 'jumar_rate_limited_total{limit="recovery-code"}'],
      async () => {
        for (const proof of [{ totp: "000000" }, { recovery_code: "nonsense" }]) {
          const statuses = new Set<number>();
          for (let tries = 0; tries < 6; tries += 1) {
            statuses.add((await client.post("/api/v1/session/authentications", proof)).status);
          }
          expect([...statuses]).toEqual([422, 429]);
        }
      },
    );
  });

  it("tell of streams while they are open", async () => {
    const client = target.client();
    const account = { email: "listens@example.com", password: PASSWORD };
    await client.post("/api/v1/users", account);
    const { body } = await client.post("/api/v1/sessions", { ...account, credential: "bearer" });
    const ending = new AbortController();
    await moves(look, ["jumar_http_streams_open"], () =>
      fetch(`${target.url}/api/v1/me/stream`, {
        headers: { authorization: `Bearer ${body.token}` },
        signal: ending.signal,
      }),
    );
    expect((await look()).sum("jumar_http_streams_open")).toBe(1);
    ending.abort();
    await shows((now) => now.sum("jumar_http_streams_open") === 0);
  });

  it("tell of defects", async () => {
    const db = await target.database();
    await db.raw("alter table accounts.sessions rename to hidden");
    const headers = { authorization: `Bearer ${"a".repeat(43)}` };
    const ask = () => target.client().get("/api/v1/session", headers);
    const { status } = await moves(
      look,
      [
        "jumar_reports_total",
        'jumar_http_exception_duration_seconds{method="GET",route="/api/v1/session"}',
      ],
      ask,
    );
    await db.raw("alter table accounts.hidden rename to sessions");
    expect(status).toBe(500);
    const route = { route: "/api/v1/session", method: "GET" };
    expect((await look()).sum("jumar_http_exception_duration_seconds_count", route)).toBe(1);
  });

  it("tell of what waits in outbox and inbox, and of dead letters", async () => {
    const db = await target.database();
    const [outbox, waiting, wrong] = [generateUuidV7(), generateUuidV7(), generateUuidV7()];
    const envelope = (id: string) =>
      JSON.stringify({ id: encodeTypeId("event", id), type: "user.registered", data: {} });
    await moves(
      look,
      [
        'jumar_outbox_events{service="accounts"}',
        "jumar_outbox_age_seconds",
        'jumar_inbox_events{subscriber="search"}',
        'jumar_inbox_age_seconds{subscriber="search"}',
        'jumar_event_attempts_total{subscriber="notifier",outcome="dead"}',
        'jumar_dead_letters{subscriber="notifier"}',
        'jumar_events_missing{subscriber="search"}',
      ],
      async () => {
        await db.raw(
          "insert into accounts.unpublished (shard, id, created_at) values (0, ?, now() - interval '90 s')",
          [outbox],
        );
        await db.raw(
          `insert into search.inbox (subscriber, event_id, type, status, envelope, available_at, received_at)
           values ('search', ?, 'user.registered', 'pending', ?, now() + interval '1 hour', now() - interval '50 s')`,
          [waiting, envelope(waiting)],
        );
        await db.raw("update search.reconciliations set missing = 3, missing_at = now()");
        await db.raw(
          `insert into notifier.inbox (subscriber, event_id, type, status, envelope)
           values ('notifier', ?, 'user.registered', 'pending', ?)`,
          [wrong, envelope(wrong)],
        );
      },
    );
    const now = await look();
    expect(now.sum("jumar_dead_letters", { subscriber: "notifier" })).toBe(1);
    expect(now.sum("jumar_events_missing", { subscriber: "search" })).toBe(3);
    const gaveUp = { subscriber: "notifier", outcome: "dead" };
    expect(now.sum("jumar_event_attempts_total", gaveUp)).toBe(1);
    expect(now.sum("jumar_outbox_age_seconds")).toBeGreaterThan(85);
    expect(now.sum("jumar_outbox_events", { service: "accounts" })).toBe(1);
    expect(now.sum("jumar_inbox_events", { subscriber: "search" })).toBe(1);
    expect(now.sum("jumar_inbox_age_seconds", { subscriber: "search" })).toBeGreaterThan(45);

    await db.raw("delete from accounts.unpublished where id = ?", [outbox]);
    await db.raw("delete from search.inbox where event_id = ?", [waiting]);
    await createDeadLetters(db, "notifier", "notifier").discard(encodeTypeId("event", wrong));
    const after = await look();
    expect(after.sum("jumar_outbox_age_seconds")).toBeLessThan(60);
    expect(after.sum("jumar_inbox_events", { subscriber: "search" })).toBe(0);
    expect(after.sum("jumar_dead_letters", { subscriber: "notifier" })).toBe(0);
  });

  describe("of tries at handling an event", () => {
    metricsOfHandling(() => target);
  });

  it("have bounded labels, whatever is asked for and by whom", async () => {
    const client = target.client();
    const odd = Math.random().toString(36).slice(2);
    for (const path of [`/${odd}`, `/api/v1/users/${odd}`, `/users/confirm/${odd}`]) {
      await client.get(path, { "user-agent": odd, "x-request-id": odd });
    }
    await client.request("PROPFIND", `/${odd}`);
    const { samples } = await look();
    const actions = Object.entries(contracts).flatMap(([service, { actions: those }]) =>
      Object.keys(those).map((name) => `${service}.${name}`),
    );
    for (const { labels } of samples) {
      expect(JSON.stringify(labels)).not.toContain(odd);
      expect(JSON.stringify(labels)).not.toMatch(/@|user_\w{26}|PROPFIND/);
      if (labels.action !== undefined) expect(actions).toContain(labels.action);
    }
    const routes = samples.flatMap(({ labels }) => labels.route ?? []);
    expect(routes).toEqual(expect.arrayContaining(["unrouted", "/users/confirm/:token"]));
  });

  it("are those that the guide lists, no more and no fewer", async () => {
    const { names, samples } = await look();
    const listed = listedMetrics();
    const own = names.filter((name) => name.startsWith("jumar_"));
    expect(listed.map(({ name }) => name).sort()).toEqual([...new Set(own)].sort());
    const unnamed = samples.flatMap(({ name, labels }) => {
      const base = name.replace(/_(bucket|count|sum)$/, "");
      const { values = {} } = listed.find((one) => one.name === base) ?? {};
      return Object.entries(values)
        .filter(([, { mayBeOthers }]) => !mayBeOthers)
        .filter(([label, { named }]) => !named.includes(labels[label] ?? ""))
        .map(([label]) => `${base}{${label}="${labels[label]}"}`);
    });
    expect(unnamed).toEqual([]);
  });

  it("are all there that the dashboard and the alerts name", async () => {
    const { names } = await look();
    const dashboard = JSON.parse(read("deploy/observability/grafana/jumar.json")) as Dashboard;
    const targets = dashboard.panels.flatMap((panel) => panel.targets ?? []);
    const alerts = [
      ...read("deploy/observability/alerts.yml").matchAll(/expr: ([^]+?)\n +(?:for|labels):/g),
    ];
    const expressions = [...targets.map(({ expr }) => expr), ...alerts.map(([, expr]) => expr!)];
    expect(expressions.length).toBeGreaterThan(50);
    const named = expressions.flatMap(
      (expr) => expr.match(/\b(?:jumar|nodejs|process)_[a-z0-9_]+/g) ?? [],
    );
    const base = (name: string) => name.replace(/_(bucket|count|sum)$/, "");
    expect(named.filter((name) => !names.includes(name) && !names.includes(base(name)))).toEqual(
      [],
    );
  });
});

interface Dashboard {
  panels: { targets?: { expr: string }[] }[];
}
