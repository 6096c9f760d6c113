import { loadService, serviceNames } from "../../../services/load";
import {
  contracts,
  type DeadLetter,
  parseParams,
  type ResultOf,
  subscriberActions as contract,
  uuidOf,
} from "../../../shared/contracts";
import { createInbox, type Envelope, type Inbox } from "../../../shared/events";
import { type Deps, subscriberActions } from "../../../shared/service";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { anEvent } from "./support";

let database: TestDatabase;
let deps: Deps;
let inbox: Inbox;

beforeAll(async () => {
  database = await createTestDatabase();
  deps = testDeps(database, "search");
  inbox = createInbox(deps.db, "search", "search");
});
afterEach(async () => {
  await deps.db.withSchema("search").table("inbox").delete();
});
afterAll(() => database.drop());

type Actions = typeof contract;

/** Calls an action as the platform does: parsed by its contract, and the answer checked. */
async function call<A extends keyof Actions>(
  action: A,
  params: object,
): Promise<ResultOf<Actions[A]>> {
  const { params: given, result } = contract[action];
  const run = subscriberActions[action] as unknown as (
    deps: Deps,
    params: object,
  ) => Promise<unknown>;
  return result.parse(await run(deps, parseParams(given, params))) as ResultOf<Actions[A]>;
}

async function bury(...events: Envelope[]): Promise<void> {
  await inbox.receive(events);
  for (const claimed of await inbox.claim(1000)) await inbox.bury(claimed, "Error: not this one");
}

const parked = { id: "0af7651916cd43dd8448eb211c80319c", type: "x", problem: "is no JSON" };
const park = () => inbox.park({ ...parked, content: Buffer.from("not {json").toString("base64") });

async function rows(): Promise<{ status: string; attempts: number }[]> {
  return await deps.db
    .withSchema("search")
    .table("inbox")
    .orderBy("event_id")
    .select("status", "attempts");
}

async function listed(params: object = {}): Promise<DeadLetter[]> {
  const found: DeadLetter[] = [];
  let cursor: string | null = null;
  do {
    const page: ResultOf<Actions["listDeadLetters"]> = await call("listDeadLetters", {
      ...params,
      ...(cursor === null ? {} : { cursor }),
    });
    found.push(...page.data);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return found;
}

test("every service that subscribes has these actions, and no other", () => {
  const offering = Object.entries(contracts)
    .filter(([, { actions }]) => "retryDeadLetters" in actions)
    .map(([name]) => name);
  const subscribing = serviceNames.filter((name) => loadService(name).parts.subscribe?.length);
  expect(offering.sort()).toEqual(subscribing);
  for (const name of offering) {
    expect(loadService(name).parts.actions).toMatchObject(subscriberActions);
  }
});

test("none of these actions is for anybody but operators, or reached over HTTP", () => {
  for (const action of Object.values(contract)) {
    expect(action).toMatchObject({ access: { who: "admin" } });
    expect(action).not.toHaveProperty("http");
  }
});

test("lists every dead letter once, the last one first, over pages of any size", async () => {
  const events = Array.from({ length: 7 }, () => anEvent());
  await bury(...events);
  await inbox.receive([anEvent()]);
  for (const limit of [1, 3, 100]) {
    const found = await listed({ limit });
    expect(found.map(({ event_id }) => event_id).sort()).toEqual(events.map(({ id }) => id).sort());
    const times = found.map(({ given_up_at }) => given_up_at);
    expect(times).toEqual([...times].sort().reverse());
  }
  expect(await listed({ type: "user.deleted" })).toEqual([]);
});

test("does not skip those given up within the same millisecond", async () => {
  await bury(...Array.from({ length: 6 }, () => anEvent()));
  await deps.db.raw(
    `update search.inbox set processed_at = timestamptz '2026-03-01 00:00:00.123456Z'
       + attempts * interval '1 microsecond'`,
  );
  expect(await listed({ limit: 2 })).toHaveLength(6);
});

test("shows a dead letter with its error and its event", async () => {
  const event = anEvent();
  await bury(event);
  expect((await call("getDeadLetter", { id: event.id })).dead_letter).toMatchObject({
    event_id: event.id,
    subscriber: "search",
    attempts: 1,
    last_error: "Error: not this one",
    envelope: event,
    content: null,
  });
});

test("shows what came instead of an event, and never retries it", async () => {
  await park();
  const [letter] = await listed();
  expect(letter).toMatchObject({ last_error: "is no JSON", envelope: null });
  expect(Buffer.from(letter!.content!, "base64").toString()).toBe("not {json");
  expect(await call("retryDeadLetters", { ids: [letter!.event_id] })).toMatchObject({ retried: 0 });
  expect(await call("retryDeadLetters", { all: true })).toMatchObject({
    retried: 0,
    unreadable: 1,
    left: 0,
  });
  expect(await rows()).toEqual([{ status: "dead", attempts: 0 }]);
});

test("shows events of which an attribute is not of its form as they came, beside all others", async () => {
  const [good, ...odd] = [
    anEvent(),
    { ...anEvent(), clientip: "unknown" },
    { ...anEvent(), useragent: "x".repeat(5_000), time: "2026-01-31" },
    { ...anEvent(), actor: "", data: undefined },
  ] as [Envelope, ...Envelope[]];
  await bury(good, ...odd);
  await deps.db.raw(
    `update search.inbox set envelope = '{"specversion":"1.0","id":7}' where event_id = ?`,
    [uuidOf(odd[2]!.id)],
  );
  const found = await listed();
  expect(found.map(({ event_id }) => event_id).sort()).toEqual(
    [good, ...odd].map(({ id }) => id).sort(),
  );
  for (const event of [good, odd[0]!, odd[1]!]) {
    const { dead_letter } = await call("getDeadLetter", { id: event.id });
    expect(dead_letter).toMatchObject({ envelope: event, content: null });
  }
  const ids = [good, ...odd].map(({ id }) => id);
  expect(await call("retryDeadLetters", { ids })).toMatchObject({ retried: 4 });
  expect(await inbox.claim(10)).toHaveLength(3);
  expect(await listed()).toMatchObject([{ event_id: odd[2]!.id, last_error: "is no event" }]);
  expect(await call("discardDeadLetter", { id: odd[2]!.id })).toMatchObject({
    dead_letter: { envelope: { id: 7 } },
  });
});

test("makes a retried event pending with no attempt counted, and only once", async () => {
  const [one, other] = [anEvent(), anEvent()];
  await bury(one, other);
  expect(await call("retryDeadLetters", { ids: [one.id] })).toMatchObject({ retried: 1 });
  expect(await rows()).toEqual([
    { status: "pending", attempts: 0 },
    { status: "dead", attempts: 1 },
  ]);
  expect(await call("retryDeadLetters", { ids: [one.id] })).toMatchObject({ retried: 0 });
  const effects: string[] = [];
  const claimed = await inbox.claim(10);
  await inbox.settle(claimed, async (events) => void effects.push(...events.map(({ id }) => id)));
  expect(await call("retryDeadLetters", { ids: [one.id] })).toMatchObject({ retried: 0 });
  expect(await inbox.claim(10)).toEqual([]);
  expect(effects).toEqual([one.id]);
});

test("retries all in batches, without what was given up again meanwhile", async () => {
  await bury(...Array.from({ length: 5 }, () => anEvent()));
  const first = await call("retryDeadLetters", { all: true, limit: 2 });
  expect(first).toMatchObject({ retried: 2, left: 3 });
  await deps.db.raw("select pg_sleep(0.005)");
  for (const claimed of await inbox.claim(10)) await inbox.bury(claimed, "again");
  const { before } = first;
  expect(await call("retryDeadLetters", { all: true, limit: 100, before })).toMatchObject({
    retried: 3,
    left: 0,
  });
  expect((await rows()).map(({ status }) => status).sort()).toEqual([
    ...["dead", "dead"],
    ...["pending", "pending", "pending"],
  ]);
});

test("refuses to guess whether some or all are to be retried", async () => {
  const refused = { code: "validation_failed" };
  await expect(call("retryDeadLetters", {})).rejects.toMatchObject(refused);
  const both = { all: true, ids: [anEvent().id] };
  await expect(call("retryDeadLetters", both)).rejects.toMatchObject(refused);
});

test("discards a dead letter, and nothing that is no dead letter", async () => {
  const [dead, waiting] = [anEvent(), anEvent()];
  await bury(dead);
  await inbox.receive([waiting]);
  const missing = { code: "not_found", detail: `search has no dead letter ${waiting.id}` };
  await expect(call("discardDeadLetter", { id: waiting.id })).rejects.toMatchObject(missing);
  const { dead_letter } = await call("discardDeadLetter", { id: dead.id });
  expect(dead_letter.envelope).toEqual(dead);
  expect(await rows()).toEqual([{ status: "pending", attempts: 0 }]);
  await expect(call("discardDeadLetter", { id: dead.id })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("replays only what the subscriber does not know, and that once", async () => {
  const [done, dead, fresh] = [anEvent(), anEvent(), anEvent()];
  await inbox.accept([done], async () => undefined);
  await bury(dead);
  const events = [done, dead, fresh, fresh];
  expect(await call("replay", { events })).toEqual({ received: 4, new: 1, known: 3 });
  expect(await call("replay", { events })).toEqual({ received: 4, new: 0, known: 4 });
  const waiting = await inbox.claim(10);
  expect(waiting.map(({ envelope }) => envelope)).toEqual([fresh]);
  expect((await rows()).map(({ status }) => status)).toEqual(["done", "dead", "pending"]);
});

test("replays no event whose envelope is not of its form", async () => {
  const broken = [{ ...anEvent(), id: "user_01h455vb4pex5vsknk084sn02q" }, { id: anEvent().id }];
  for (const event of broken) {
    await expect(call("replay", { events: [event] })).rejects.toMatchObject({
      code: "validation_failed",
    });
  }
  expect(await rows()).toEqual([]);
});
