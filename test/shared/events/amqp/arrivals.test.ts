import { setTimeout as sleep } from "node:timers/promises";
import type { ConsumeMessage } from "amqplib";
import { createHandling, type Envelope, on, userRegistered } from "../../../../shared/events";
import { type Backlog, workOffBacklog } from "../../../../shared/events/amqp/arrivals/backlog";
import { waysIn } from "../../../../shared/events/amqp/arrivals/ways";
import { createLogger } from "../../../../shared/observability";
import { createTestDatabase, type TestDatabase } from "../../../support/database";
import { eventually } from "../../../support/eventually";
import { anEvent, effects, inboxOf, inboxRows, prepareTables, SCHEMA } from "../support";

const log = createLogger({ level: "silent", pretty: false });

function messageOf(content: unknown, { redelivered = false } = {}): ConsumeMessage {
  return {
    content: Buffer.from(typeof content === "string" ? content : JSON.stringify(content)),
    fields: { redelivered, routingKey: "user.registered" },
    properties: {},
  } as ConsumeMessage;
}

describe("messages that have arrived", () => {
  let database: TestDatabase;
  let nudges = 0;
  let isAway = false;
  beforeEach(async () => {
    database = await createTestDatabase({ migrated: false });
    await prepareTables(database);
    [nudges, isAway] = [0, false];
  });
  afterEach(() => database.drop());

  async function store(...messages: ConsumeMessage[]): Promise<void> {
    const subscriptions = [
      on(userRegistered, async (_deps: unknown, event, trx) => {
        if (isAway) throw new Error("away");
        await trx.withSchema(SCHEMA).table("effects").insert({ event_id: event.id });
      }),
    ];
    const inbox = inboxOf(database);
    const handling = createHandling({ inbox, subscriptions, deps: {}, log });
    const backlog = workOffBacklog({
      subscriber: "subscriber",
      ways: waysIn({ inbox, handling, nudge: () => (nudges += 1) }),
      prefetch: 400,
      onRefused: () => undefined,
      log,
    });
    const channel = { ack: () => undefined };
    backlog.open(channel);
    for (const message of messages) backlog.push(message);
    await backlog.drained(channel);
    await backlog.stop();
  }
  const statuses = async () => (await inboxRows(database)).map(({ status }) => status);
  const ids = (events: Envelope[]) => events.map(({ id }) => id).sort();

  it("have their effects at once", async () => {
    const events = [anEvent(), anEvent()];
    await store(...events.map((event) => messageOf(event)));
    expect(await effects(database)).toEqual(ids(events));
    expect(await statuses()).toEqual(["done", "done"]);
    expect(nudges).toBe(0);
  });

  it("wait in the inbox when their effects fail", async () => {
    isAway = true;
    await store(messageOf(anEvent()), messageOf(anEvent()));
    expect(await effects(database)).toEqual([]);
    const waiting = { status: "pending", attempts: 1, last_error: "Error: away" };
    expect(await inboxRows(database)).toMatchObject([waiting, waiting]);
  });

  it("wait in the inbox when they come again, or nobody here has subscribed to them", async () => {
    const [again, unheard, fresh] = [anEvent(), { ...anEvent(), type: "user.sang" }, anEvent()];
    await store(messageOf(again, { redelivered: true }), messageOf(unheard), messageOf(fresh));
    expect(await effects(database)).toEqual([fresh.id]);
    expect((await statuses()).sort()).toEqual(["done", "pending", "pending"]);
    expect(nudges).toBe(1);
  });

  it("are parked when they are no events or no database can hold them, and hold up no others", async () => {
    isAway = true;
    const event = anEvent();
    const unstorable = anEvent({ email: "a\0b@example.com" });
    await store(messageOf("not {json"), messageOf(unstorable), messageOf(event));
    const rows = await inboxRows(database);
    const problems = rows.filter(({ status }) => status === "dead").map((row) => row.last_error);
    expect(problems.sort()).toEqual([expect.stringMatching(/^cannot be stored: /), "is no JSON"]);
    expect(rows.filter(({ status }) => status === "pending")).toMatchObject([
      { envelope: { id: event.id } },
    ]);
  });
});

describe("the backlog of a queue", () => {
  const messages = (count: number) => Array.from({ length: count }, () => messageOf({}));
  let backlog: Backlog;
  afterEach(() => backlog.stop());

  /** A channel that remembers what was acknowledged on it. */
  function aChannel({ takes = true } = {}) {
    const acknowledged: ConsumeMessage[] = [];
    return {
      acknowledged,
      ack(message: ConsumeMessage) {
        if (!takes) throw new Error("the channel is closed");
        acknowledged.push(message);
      },
    };
  }

  function workOff(store: (batch: ConsumeMessage[]) => Promise<void>, onRefused = () => undefined) {
    const way = {
      turn: (work: () => Promise<void>) => work(),
      size: () => 200,
      async store(batch: { message: ConsumeMessage }[]) {
        await store(batch.map(({ message }) => message));
        return [];
      },
    };
    backlog = workOffBacklog({
      subscriber: "subscriber",
      ways: { read: (message) => ({ arrived: { message }, way: "" }), of: () => way },
      prefetch: 400,
      onRefused,
      log,
    });
  }

  it("is stored in batches of up to 200, each acknowledged with its last message once it is stored", async () => {
    const sizes: number[] = [];
    const channel = aChannel();
    workOff((batch) => {
      expect(channel.acknowledged).toHaveLength(sizes.length);
      sizes.push(batch.length);
      return Promise.resolve();
    });
    backlog.open(channel);
    const all = messages(450);
    for (const message of all) backlog.push(message);
    await backlog.drained(channel);
    expect(sizes).toEqual([200, 200, 50]);
    expect(channel.acknowledged).toEqual([all[199], all[399], all[449]]);
    expect(backlog.size()).toBe(0);
  });

  it("is tried again when it could not be stored, and nothing is acknowledged before", async () => {
    let tries = 0;
    const channel = aChannel();
    workOff(() => {
      tries += 1;
      expect(channel.acknowledged).toEqual([]);
      return tries < 2 ? Promise.reject(new Error("away")) : Promise.resolve();
    });
    backlog.open(channel);
    backlog.push(messageOf({}));
    await backlog.drained(channel);
    expect({ tries, acknowledged: channel.acknowledged.length }).toEqual({
      tries: 2,
      acknowledged: 1,
    });
  });

  it("is not acknowledged on a channel that did not bring it", async () => {
    let isStored: () => void = () => undefined;
    let stores = 0;
    workOff(() => {
      stores += 1;
      return stores > 1 ? Promise.resolve() : new Promise((resolve) => (isStored = resolve));
    });
    const [lost, next] = [aChannel(), aChannel()];
    backlog.open(lost);
    backlog.push(messageOf("lost"));
    await eventually(() => stores === 1);
    backlog.close(lost);
    backlog.open(next);
    const again = messageOf("again");
    backlog.push(again);
    isStored();
    await backlog.drained(lost);
    await eventually(() => next.acknowledged.length === 1);
    expect(lost.acknowledged).toEqual([]);
    expect(next.acknowledged).toEqual([again]);
  });

  it("tells when the channel takes no acknowledgement", async () => {
    let refused = 0;
    workOff(
      () => Promise.resolve(),
      () => {
        refused += 1;
        return undefined;
      },
    );
    const channel = aChannel({ takes: false });
    backlog.open(channel);
    backlog.push(messageOf({}));
    await eventually(() => refused === 1);
  });

  it("leaves in its queue, at a stop, what cannot be stored", async () => {
    const channel = aChannel();
    let tries = 0;
    workOff(() => {
      tries += 1;
      return Promise.reject(new Error("away"));
    });
    backlog.open(channel);
    backlog.push(messageOf({}));
    await eventually(() => tries === 1);
    await backlog.stop();
    const triesAtStop = tries;
    await sleep(20);
    expect(tries).toBe(triesAtStop);
    expect(channel.acknowledged).toEqual([]);
  });
});
