import { setTimeout as sleep } from "node:timers/promises";
import type { Transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import {
  createHandling,
  type Envelope,
  on,
  onEvery,
  RefusedEvent,
  startConsumer,
  type Subscription,
  userRegistered,
} from "../../../shared/events";
import type { Deps } from "../../../shared/service";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { eventually } from "../../support/eventually";
import {
  anEvent,
  effects,
  endPauses,
  endPostponements,
  inboxOf,
  inboxRows,
  prepareTables,
  SCHEMA,
} from "./support";

let database: TestDatabase;
let deps: Deps;
let running: { stop(): Promise<void> }[] = [];

beforeEach(async () => {
  database = await createTestDatabase({ migrated: false });
  deps = testDeps(database, SCHEMA);
  await prepareTables(database);
});
afterEach(async () => {
  await Promise.all(running.map((consumer) => consumer.stop()));
  running = [];
  await database.drop();
});

function consume(...subscriptions: Subscription<Deps>[]): void {
  const { log } = deps;
  const inbox = inboxOf(database);
  const handling = createHandling({ inbox, subscriptions, deps, log });
  running.push(startConsumer({ inbox, handling, log, interval: 20 }));
}

const note = async (event: Envelope, trx: Transaction): Promise<void> => {
  await trx.withSchema(SCHEMA).table("effects").insert({ event_id: event.id });
};
const noteEach = onEvery(async (_deps, events, trx) => {
  for (const event of events) await note(event, trx);
});
const statuses = async () => (await inboxRows(database)).map(({ status }) => status);
const allDone = async () => (await statuses()).every((status) => status === "done");
const ids = (events: Envelope[]) => events.map(({ id }) => id).sort();

test("has the effect of each event once, however often it is received", async () => {
  const events = [anEvent(), anEvent(), anEvent()];
  const inbox = inboxOf(database);
  await inbox.receive(events);
  await Promise.all([inbox.receive(events), inbox.receive([events[1]!])]);
  consume(noteEach);
  await eventually(allDone);
  await inbox.receive([...events].reverse());
  await sleep(100);
  expect(await effects(database)).toEqual(ids(events));
  expect((await inboxRows(database)).map(({ envelope }) => envelope)).toEqual([null, null, null]);
});

test("has each effect once with several consumers at work", async () => {
  const events = Array.from({ length: 100 }, () => anEvent());
  for (let n = 0; n < 4; n += 1) consume(noteEach);
  for (let n = 0; n < 100; n += 10) await inboxOf(database).receive(events.slice(n, n + 10));
  await eventually(allDone);
  expect(await effects(database)).toEqual(ids(events));
});

test("gives a poisonous event up after six attempts, its error kept, its neighbours done", async () => {
  const [before, poison, after] = [anEvent(), anEvent(), anEvent()];
  let tries = 0;
  consume(
    onEvery(async (_deps, events, trx) => {
      for (const event of events) {
        await note(event, trx);
        if (event.id !== poison.id) continue;
        if (events.length === 1) tries += 1;
        throw new Error("cannot stomach this");
      }
    }),
  );
  await inboxOf(database).receive([before, poison, after]);
  await eventually(async () => {
    await endPauses(database);
    return (await statuses()).includes("dead");
  });
  expect(tries).toBe(6);
  expect(await inboxRows(database)).toEqual([
    expect.objectContaining({ status: "done" }),
    { status: "dead", attempts: 6, last_error: "Error: cannot stomach this", envelope: poison },
    expect.objectContaining({ status: "done" }),
  ]);
  expect(await effects(database)).toEqual(ids([before, after]));
});

test("works its neighbours off while a poisonous event waits for its next attempt", async () => {
  const poison = anEvent();
  const others = Array.from({ length: 5 }, () => anEvent());
  consume(
    onEvery(async (_deps, events, trx) => {
      for (const event of events) {
        if (event.id === poison.id) throw new Error("not this one");
        await note(event, trx);
      }
    }),
  );
  await inboxOf(database).receive([poison, ...others]);
  await eventually(async () => (await effects(database)).length === 5);
  const [row] = await inboxRows(database);
  expect(row).toMatchObject({ status: "pending", last_error: "Error: not this one" });
});

test("gives up at once what is not of its event's form", async () => {
  consume(on(userRegistered, async (_deps: Deps, event, trx) => note(event, trx)));
  const [good, bad] = [anEvent(), anEvent({ email: 7 })];
  await inboxOf(database).receive([good, bad]);
  await eventually(async () => (await statuses()).join() === "done,dead");
  expect(await effects(database)).toEqual([good.id]);
});

test("gives up at once what its handler refuses, with its reason, and has the effects of its neighbours", async () => {
  const [good, bad] = [anEvent(), anEvent({ email: "nobody@example.com" })];
  consume(
    on(userRegistered, async (_deps: Deps, event, trx) => {
      await note(event, trx);
      if (event.id === bad.id) throw new RefusedEvent("nobody is there");
    }),
  );
  await inboxOf(database).receive([good, bad]);
  await eventually(async () => (await statuses()).join() === "done,dead");
  expect(await effects(database)).toEqual([good.id]);
  expect(await inboxRows(database)).toMatchObject([
    { status: "done" },
    { status: "dead", attempts: 1, last_error: "RefusedEvent: nobody is there" },
  ]);
});

test("does not count what failed because something is away", async () => {
  let isAway = true;
  let tries = 0;
  consume(
    onEvery(async (_deps, events, trx) => {
      tries += 1;
      if (isAway) throw new AppError("unavailable");
      for (const event of events) await note(event, trx);
    }),
  );
  const event = anEvent();
  await inboxOf(database).receive([event]);
  await eventually(async () => {
    await endPostponements(database);
    return tries > 20;
  });
  isAway = false;
  await eventually(async () => {
    await endPostponements(database);
    return await allDone();
  });
  expect(await inboxRows(database)).toMatchObject([
    { status: "done", attempts: 1, last_error: null },
  ]);
  expect(await effects(database)).toEqual([event.id]);
});

test("picks up again what a consumer had claimed when it died, and counts that", async () => {
  const inbox = inboxOf(database);
  const event = anEvent();
  await inbox.receive([event]);
  expect(await inbox.claim(10)).toEqual([{ envelope: event, attempts: 1 }]);
  expect(await inbox.claim(10)).toEqual([]);
  consume(noteEach);
  await endPauses(database);
  await eventually(allDone);
  expect(await inboxRows(database)).toMatchObject([{ attempts: 2 }]);
  expect(await effects(database)).toEqual([event.id]);
});

test("leaves neither effect nor mark when it dies in the middle of an effect", async () => {
  const inbox = inboxOf(database);
  await inbox.receive([anEvent()]);
  const claimed = await inbox.claim(10);
  const died = inbox.settle(claimed, async (events, trx) => {
    await note(events[0]!, trx);
    throw new Error("died");
  });
  await expect(died).rejects.toThrow("died");
  expect(await effects(database)).toEqual([]);
  expect(await statuses()).toEqual(["pending"]);
});

test("leaves out of a batch what another consumer settled meanwhile", async () => {
  const inbox = inboxOf(database);
  const events = [anEvent(), anEvent()];
  await inbox.receive(events);
  const slow = await inbox.claim(10);
  await endPauses(database);
  const quick = await inbox.claim(1);
  await inbox.settle(quick, async ([event], trx) => note(event!, trx));
  await inbox.settle(slow, async (left, trx) => {
    for (const event of left) await note(event, trx);
  });
  expect(await effects(database)).toEqual(ids(events));
});

test("keeps subscribers apart: what one cannot take, another has", async () => {
  const event = anEvent();
  const other = inboxOf(database, "other");
  await Promise.all([inboxOf(database).receive([event]), other.receive([event])]);
  consume(noteEach);
  await eventually(async () => (await statuses()).includes("done"));
  expect(await statuses()).toContain("pending");
  expect((await other.claim(10)).map(({ envelope }) => envelope.id)).toEqual([event.id]);
});

test("forgets what is long done, and never what waits or was given up", async () => {
  const inbox = inboxOf(database);
  await inbox.receive([anEvent(), anEvent(), anEvent()]);
  const [done, dead] = await inbox.claim(2);
  await inbox.settle([done!], () => Promise.resolve());
  await inbox.bury(dead!, "given up");
  await database
    .of(SCHEMA)
    .raw(`update ${SCHEMA}.inbox set processed_at = now() - interval '31 days'`);
  await inbox.sweep(30, 100);
  expect((await statuses()).sort()).toEqual(["dead", "pending"]);
});

test("shares the work among those who claim at the same moment", async () => {
  const inbox = inboxOf(database);
  const events = Array.from({ length: 40 }, () => anEvent());
  await inbox.receive(events);
  await Promise.all(Array.from({ length: 8 }, () => deps.db.raw("select pg_sleep(0.05)")));
  const claims = await Promise.all(Array.from({ length: 8 }, () => inbox.claim(40)));
  expect(ids(claims.flat().map(({ envelope }) => envelope))).toEqual(ids(events));
});
