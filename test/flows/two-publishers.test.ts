import type { AuditEntry } from "../../shared/contracts";
import type { Database } from "../../shared/database";
import type { Envelope } from "../../shared/events";
import { encodeTypeId, generateTypeId, generateUuidV7 } from "../../shared/ids";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { openEventStream } from "../support/event-stream";
import { eventually } from "../support/eventually";
import { type Extended, extendProgram } from "../support/second-publisher";

/*
 * A service that somebody adds, `ledger`, publishes beside `accounts`: its contract, its service and its
 * first migration are all there is of it, and everything that reads the log has the events of both.
 */

const EACH = 5_000;
const SINCE = "2026-03-01T00:00:00.000Z";
const UNTIL = "2026-03-02T00:00:00.000Z";
const PASSWORD = "correct horse battery staple";

let database: TestDatabase;
let db: Database;
let jumar: Extended;
let platform: ReturnType<Extended["start"]>;
let url: string;
let admin: { id: string; token: string; cookie: string };
/** The ids of the 10,000 in the order of both logs. */
let all: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.of("test");
  const { host = "", port, user, password, database: name } = database.settings;
  jumar = extendProgram({
    // The planted events are of a day in the past.
    JUMAR_EVENT_RETENTION_DAYS: "3650",
    DATABASE_URL: `postgresql://${user}:${String(password ?? "")}@db/${name}?host=${encodeURIComponent(host)}&port=${port}`,
  });
  await ok(jumar.run(["migrate"]));
  await ok(
    jumar.run(
      [
        "users",
        "create",
        "admin@example.com",
        "--role",
        "admin",
        "--confirmed",
        "--password-stdin",
      ],
      PASSWORD,
    ),
  );
  // Of three in a row, two are of one microsecond: one in each log.
  for (const [schema, step] of [
    ["accounts", 3],
    ["ledger", 2],
  ] as const) {
    await db.raw(
      `insert into ??.outbox (id, type, version, subject, aggregate_version, actor, data, created_at)
       select gen_random_uuid(), 'user.confirmed', 1, ?::text, n, 'system', '{}',
         timestamptz '2026-03-01 00:00:00Z' + n * ?::int8 * interval '1 microsecond'
       from generate_series(1, ?::int4) as s(n)`,
      [schema, generateTypeId("user"), step, EACH],
    );
  }
  const { rows } = await db.raw<{ rows: { id: string }[] }>(
    `select id from (
       select id, created_at from accounts.outbox union all select id, created_at from ledger.outbox
     ) as logs where created_at >= ? and created_at < ? order by created_at, id`,
    [SINCE, UNTIL],
  );
  all = rows.map(({ id }) => encodeTypeId("event", id));
  platform = jumar.start(["start"]);
  await eventually(() => platform.stdout().includes("Jumar is ready"));
  url = /ready on (http:\S+)/.exec(platform.stdout())?.[1] ?? "";
  admin = await logIn("admin@example.com");
}, 600_000);
afterAll(async () => {
  platform.child.kill("SIGTERM");
  await platform.ended;
  jumar.remove();
  await database.drop();
});

async function ok(running: ReturnType<Extended["run"]>): Promise<string> {
  const { code, stdout, stderr } = await running;
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

const json = async <T>(...args: string[]): Promise<T> =>
  JSON.parse(await ok(jumar.run([...args, "--json"]))) as T;

async function ask(method: string, path: string, body?: object, headers: object = {}) {
  const response = await fetch(url + path, {
    method,
    headers: { ...(body ? { "content-type": "application/json" } : {}), ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { response, text: await response.text() };
}

async function logIn(email: string) {
  const credentials = { email, password: PASSWORD };
  const opened = await ask("POST", "/api/v1/sessions", { ...credentials, credential: "bearer" });
  const { user, token } = JSON.parse(opened.text) as { user: { id: string }; token: string };
  const { response } = await ask("POST", "/api/v1/sessions", credentials);
  const cookie = (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  return { id: user.id, token, cookie };
}

async function register(email: string) {
  await ask("POST", "/api/v1/users", { email, password: PASSWORD });
  return await logIn(email);
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** Has ledger publish an event, as its outbox would. */
async function publish(type: string, about: string, data: object): Promise<string> {
  const id = generateUuidV7();
  await db.raw(
    `with event as (
       insert into ledger.outbox (id, type, version, subject, aggregate_version, actor, data)
       values (?, ?, 1, ?, 1, 'system', ?) returning id)
     insert into ledger.unpublished (shard, id) select 0, id from event`,
    [id, type, about, JSON.stringify(data)],
  );
  return encodeTypeId("event", id);
}

test("GET /events pages through 10,000 events of both in their order", async () => {
  const found: string[] = [];
  let path: string | undefined = `/api/v1/events?since=${SINCE}&until=${UNTIL}&order=asc&limit=100`;
  while (path !== undefined) {
    const { response, text } = await ask("GET", path, undefined, bearer(admin.token));
    expect(response.status).toBe(200);
    const page = JSON.parse(text) as { data: Envelope[] };
    expect(Object.keys(page)).toEqual(["data", "next_cursor"]);
    found.push(...page.data.map(({ id }) => id));
    path = /<([^>]+)>; rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
  }
  expect(found).toEqual(all);
  expect(new Set(found).size).toBe(2 * EACH);
});

test("the administration's page leads through all of both, the newest first", async () => {
  const type = "user.confirmed";
  const shown: string[] = [];
  let path: string | undefined = `/admin/events?type=${type}`;
  while (path !== undefined) {
    const { response, text } = await ask("GET", path, undefined, { cookie: admin.cookie });
    expect(response.status).toBe(200);
    shown.push(...[...text.matchAll(/>(event_[0-9a-z]{26})</g)].map(([, id = ""]) => id));
    const next = /href="(\/admin\/events\?[^"]*cursor=[^"]+)"/.exec(text)?.[1];
    path = next?.replaceAll("&amp;", "&");
  }
  // The newest is the confirmation of the administrator's own account.
  expect(shown.slice(1)).toEqual([...all].reverse());
});

test("jumar events list and show have the events of both", async () => {
  const range = ["--since", SINCE, "--until", UNTIL];
  const listed = await json<Envelope[]>(
    ...["events", "list", ...range, "--order", "asc", "--limit", "20000"],
  );
  expect(listed.map(({ id }) => id)).toEqual(all);
  const ofLedger = listed.find(({ source }) => source === "/jumar/ledger")!;
  expect(await json("events", "show", ofLedger.id)).toEqual(ofLedger);
});

test("jumar events tail follows both, and streams of users have what is about them", async () => {
  const person = await register("tail@example.com");
  const stream = await openEventStream(`${url}/api/v1/me/stream`, bearer(person.token));
  const tail = jumar.start(["events", "tail", "--lines", "1", "--json"]);
  await eventually(() => tail.stdout().includes("event_"));
  const inLedger = await publish("user.confirmed", person.id, {});
  await eventually(() => tail.stdout().includes(inLedger));
  await register("another@example.com");
  await eventually(() => tail.stdout().includes("another@example.com"));
  tail.child.kill("SIGINT");
  expect((await tail.ended).code).toBe(0);
  const times = tail.stdout().trim().split("\n").map((line) => (JSON.parse(line) as Envelope).time); // prettier-ignore
  expect(times).toEqual([...times].sort());
  expect(await stream.next("user.confirmed")).toMatchObject({ id: inLedger });
  stream.close();
});

test("jumar events replay hands over the events of both, once, and writes it down", async () => {
  const range = ["--since", SINCE, "--until", UNTIL];
  const to = ["events", "replay", "--to", "audit"];
  expect(await json(...to, ...range, "--dry-run")).toMatchObject({ events: 2 * EACH });
  const few = ["--since", SINCE, "--until", "2026-03-01T00:00:00.001Z"];
  const wanted = all.filter((_, index) => index < 832);
  const replayed = await json<{ received: number; new: number }>(...to, ...few);
  expect(replayed).toMatchObject({ received: wanted.length, new: wanted.length, known: 0 });
  expect(await json(...to, ...few)).toMatchObject({ new: 0, known: wanted.length });
  const [record] = await json<Envelope[]>("events", "list", "--type", "events.replayed");
  expect(record).toMatchObject({ source: "/jumar/accounts", data: { subscriber: "audit" } });
  await eventually(async () => {
    const entries = await db.withSchema("audit").table("entries").where("occurred_at", "<", UNTIL);
    return (entries as AuditEntry[]).length === wanted.length;
  });
});

test("the log of the second forgets a deleted user too, of whom it hears by itself", async () => {
  const email = "gone@example.com";
  const { id } = await register(email);
  const event = await publish("user.registered", id, { email });
  await ok(jumar.run(["users", "delete", id, "--yes"]));
  const kept = await eventually(async () => {
    const { data } = await json<Envelope<{ email: string }>>("events", "show", event);
    return data.email !== email && data.email;
  });
  expect(kept).toMatch(/^[0-9a-f]+@deleted\.invalid$/);
});
