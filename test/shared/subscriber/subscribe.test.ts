import { setTimeout as sleep } from "node:timers/promises";
import { connectAmqp } from "../../../shared/amqp";
import {
  deliverOverAmqp,
  type Envelope,
  on,
  type Tuning,
  userRegistered,
} from "../../../shared/events";
import { createLogger } from "../../../shared/observability";
import { type RunningSubscriber, subscribe, subscribingServices } from "../../../shared/subscriber";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { eventually } from "../../support/eventually";
import { freePort } from "../../support/processes";
import { createVhost, type Vhost } from "../../support/rabbitmq";
import { withRealParts } from "../../support/real-parts";
import { anEvent } from "../events/support";

const log = createLogger({ level: "silent", pretty: false });

let database: TestDatabase;
let running: RunningSubscriber | undefined;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
  await database.of("test").raw("create table heard (who text, email text)");
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
});
afterAll(async () => {
  await database.drop();
});

const write = on<{ who: string }, typeof userRegistered>(
  userRegistered,
  async ({ who }, { data }, trx) => {
    if (data.email === "poison") throw new Error("cannot stomach it");
    await trx.table("heard").insert({ who, email: data.email });
  },
);

function start(amqpUrl: string, name = "crm"): RunningSubscriber {
  const deps = { who: name };
  running = subscribe({ amqpUrl, database: database.settings, name, on: [write], deps, log });
  return running;
}

it.each(["accounts", "web-gateway", "public", "pg_mine", "Upper", "", "a b"])(
  "refuses a name that is the platform's or cannot be one: %j",
  (name) => {
    expect(() => start("amqp://localhost", name)).toThrow(RangeError);
  },
);

it.each([
  [{ prefetch: 0 }, "tuning.prefetch is 0; it has to be a whole number from 1 to 2000"],
  [{ batch: 1.5 }, "tuning.batch is 1.5; it has to be a whole number from 1 to 1000"],
  [{ concurrency: 65 }, "tuning.concurrency is 65; it has to be a whole number from 1 to 64"],
  [{ timeout: 26 }, "tuning.timeout is 26; it has to be a number of seconds from 0.05 to 25"],
  [{ timeout: NaN }, "tuning.timeout is NaN; it has to be a number of seconds from 0.05 to 25"],
  [{ batch: "many" }, 'tuning.batch is "many"; it has to be a whole number from 1 to 1000'],
  [
    { isolation: "none" },
    'tuning.isolation is "none"; it can be "serializable" or "read committed"',
  ],
  [
    { paralel: 3 },
    'tuning has no "paralel"; it has prefetch, batch, concurrency, timeout, isolation',
  ],
])("refuses a tuning that is out of range, by the name of its option: %j", (tuning, problem) => {
  const given = { amqpUrl: "amqp://localhost", database: database.settings, name: "crm", log };
  const wrong = tuning as Tuning;
  expect(() => subscribe({ ...given, on: [], tuning: wrong })).toThrow(new RangeError(problem));
  expect(() => subscribingServices({ ...given, tuning: wrong })).toThrow(new RangeError(problem));
});

it("refuses more transactions at once than its pool has connections for, and a task without an end", () => {
  const given = { amqpUrl: "amqp://localhost", database: database.settings, name: "crm", log };
  expect(() => subscribe({ ...given, on: [], poolSize: 5, tuning: { concurrency: 5 } })).toThrow(
    "tuning.concurrency is 5; the pool has 5 connections and needs 6",
  );
  const work = () => Promise.resolve();
  expect(() => on(userRegistered, { work, timeout: Infinity })).toThrow(
    "the timeout of a task on user.registered is Infinity; it has to be a number of seconds from 0.05 to 86400",
  );
});

it("says what is wrong while RabbitMQ is away, and can be stopped then", async () => {
  const subscriber = start(`amqp://127.0.0.1:${await freePort()}`);
  await eventually(() => subscriber.problem() === "cannot be reached");
  const since = performance.now();
  await subscriber.stop();
  expect(performance.now() - since).toBeLessThan(4_000);
  expect(subscriber.problem()).toBe("was stopped");
  await expect(subscriber.ready()).rejects.toThrow("stopped");
});

withRealParts("a subscriber beside RabbitMQ", () => {
  let vhost: Vhost;
  beforeAll(async () => {
    vhost = await createVhost();
  });
  afterAll(async () => {
    await vhost.drop();
  });

  it("gives up at once when its password is refused", async () => {
    const url = new URL(vhost.url);
    url.password = "wrong";
    const subscriber = start(url.href);
    await expect(subscriber.ready()).rejects.toMatchObject({ name: "AmqpRefused" });
    expect(subscriber.problem()).toMatch(/refused|handshake/i);
  });

  it("does once what comes twice, and keeps what fails without holding up the rest", async () => {
    const subscriber = start(vhost.url);
    await subscriber.ready();
    const amqp = await connectAmqp({ url: vhost.url, name: "test", log });
    const delivery = deliverOverAmqp({ amqp, log, subscribers: [], publishes: true });
    await eventually(() => delivery.problem() === undefined);
    const events = ["a", "poison", "b"].map((email): Envelope => anEvent({ email }));
    await delivery.deliver([...events, ...events]);
    await delivery.deliver(events);

    const heard = await eventually(async () => {
      const rows = await database.of("test").table("heard").orderBy("email").select();
      return rows.length >= 2 && rows;
    });
    await sleep(200);
    expect(await database.of("test").table("heard").orderBy("email").select()).toEqual(heard);
    expect(heard).toEqual([
      { who: "crm", email: "a" },
      { who: "crm", email: "b" },
    ]);
    const open = await database
      .of("test")
      .withSchema("crm")
      .table("inbox")
      .where("status", "pending");
    expect(open).toMatchObject([{ last_error: "Error: cannot stomach it" }]);
    await delivery.close();
  });
});
