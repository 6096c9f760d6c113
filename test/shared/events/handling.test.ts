import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import type { Transaction } from "../../../shared/database";
import {
  defineEvent,
  type Envelope,
  on,
  onEvery,
  type OnFailure,
  RefusedEvent,
  type Subscription,
} from "../../../shared/events";
import { anEvent, happened, idsOf, someEvents } from "../../support/consumers/events";
import { eventually } from "../../support/eventually";
import { withRealParts } from "../../support/real-parts";
import { type Door, overRabbitMq, withoutBroker } from "./handling-support";

const note = async (who: string, { id }: Envelope, trx: Transaction): Promise<void> => {
  await trx.table("public.effects").insert({ who, event_id: id });
};

/** What a subscriber promises about its handlers, whichever way events come. */
function promises(open: () => Promise<Door>): void {
  let door: Door;
  beforeAll(async () => {
    door = await open();
  });
  afterAll(() => door.close());

  const effects = async (who: string): Promise<string[]> => {
    const rows = await door.db
      .from("public.effects")
      .where({ who })
      .select<{ event_id: string }[]>();
    return rows.map(({ event_id }) => event_id).sort();
  };
  const untilEffects = (who: string, events: readonly Envelope[]) =>
    eventually(async () => {
      expect(await effects(who)).toEqual(idsOf(events));
      return true;
    });
  const subject = (n: number) => ({ subject: `session_01h455vb4pex5vsknk084sn0${20 + n}` });
  const noting = (who: string) =>
    on(happened, (_deps: unknown, event, trx) => note(who, event, trx)) as Subscription<never>;

  it("ends a batch of slow handlers after a few seconds, and commits what it has", async () => {
    const events = someEvents(9, subject(1));
    let begun = 0;
    let seen: number | undefined;
    const slowly = on(happened, async (_deps: unknown, event, trx) => {
      begun += 1;
      if (begun === events.length) seen = (await effects("slow")).length;
      await sleep(500);
      await note("slow", event, trx);
    });
    await door.hear("slow", [slowly as never]);
    await door.publish(...events);
    await untilEffects("slow", events);
    expect(begun).toBe(events.length);
    expect(seen).toBeGreaterThan(2);
    expect(await door.rows("slow")).toEqual(
      events.map(() => expect.objectContaining({ status: "done", last_error: null }) as object),
    );
  });

  it("handles several at once, those of one subject one after another and in order", async () => {
    const order: string[] = [];
    let atWork = 0;
    let most = 0;
    const watch = on(happened, async (_deps: unknown, event) => {
      atWork += 1;
      most = Math.max(most, atWork);
      await sleep(20);
      order.push(`${event.subject} ${event.data.n}`);
      atWork -= 1;
    });
    // Nothing loses against another at READ COMMITTED, so each is handled once here.
    await door.hear("lanes", [watch as never], { concurrency: 3, isolation: "read committed" });
    const events = Array.from({ length: 30 }, (_, n) => anEvent(n, subject(n % 6)));
    await door.publish(...events);
    await eventually(() => order.length === events.length);
    expect(most).toBe(3);
    for (let n = 0; n < 6; n += 1) {
      const mine = order.filter((line) => line.startsWith(subject(n).subject));
      expect(mine).toEqual([0, 1, 2, 3, 4].map((m) => `${subject(n).subject} ${m * 6 + n}`));
    }
  });

  it("has events of one lane only in a batch", async () => {
    const batches: string[][] = [];
    const inLanes = onEvery(
      async (_deps: unknown, events) => {
        batches.push(events.map(({ subject: of }) => of ?? ""));
        await sleep(5);
      },
      { lane: ({ subject: of = "" }) => of },
    );
    await door.hear("by-lane", [inLanes as never], { isolation: "read committed" });
    await door.publish(...Array.from({ length: 60 }, (_, n) => anEvent(n, subject(n % 6))));
    await eventually(() => batches.flat().length === 60);
    for (const batch of batches) expect(new Set(batch).size).toBe(1);
    expect(batches.length).toBeLessThan(60);
  });

  it("gives up a handler that takes too long, whose connection is ended, or which fails, and tells of each attempt", async () => {
    const told: string[] = [];
    const onFailure: OnFailure<unknown> = (_deps, { data }, { name }, { attempts, givenUp }) => {
      told.push(`${(data as { n: number }).n}: ${name} ${attempts} ${givenUp}`);
      throw new Error("changes nothing");
    };
    const [late, ended, failing, good, refused, odd] = [
      ...someEvents(5),
      anEvent(5, { data: { n: "five" } }),
    ] as [Envelope, Envelope, Envelope, Envelope, Envelope, Envelope];
    const handle = on(
      happened,
      async (_deps: unknown, event, trx) => {
        await note("failing", event, trx);
        if (event.id === late.id) await sleep(60_000, undefined, { ref: false });
        if (event.id === ended.id) await trx.raw("select pg_terminate_backend(pg_backend_pid())");
        if (event.id === failing.id) throw new Error("cannot");
        if (event.id === refused.id) throw new RefusedEvent("will not");
      },
      { onFailure },
    );
    await door.hear("failing", [handle as never], { timeout: 0.3 });
    await door.publish(late, ended, failing, good, refused, odd);
    await eventually(() => told.length >= 5);
    await eventually(async () => (await door.rows("failing")).length === 6);
    await door.skipAttempts("failing");
    await eventually(() => told.length === 8);
    expect([...told].sort()).toEqual([
      "0: HandlerTimeout 1 false",
      "0: HandlerTimeout 6 true",
      "1: ConnectionEnded 1 false",
      "1: ConnectionEnded 6 true",
      "2: Error 1 false",
      "2: Error 6 true",
      "4: RefusedEvent 1 true",
      "five: ZodError 1 true",
    ]);
    expect(await effects("failing")).toEqual([good.id]);
    expect(await door.rows("failing")).toMatchObject([
      {
        status: "dead",
        last_error: "HandlerTimeout: the handler took longer than its timeout of 0.3 s",
      },
      {
        status: "dead",
        last_error: expect.stringMatching(/^ConnectionEnded: the connection of its/) as string,
      },
      { status: "dead", last_error: "Error: cannot" },
      { status: "done" },
      { status: "dead", attempts: 1, last_error: "RefusedEvent: will not" },
      { status: "dead", attempts: 1, last_error: expect.stringMatching(/^ZodError/) as string },
    ]);
  });

  /** Leaves a connection of its own alone until the database ends it, and fails with what it is told. */
  const idleElsewhere = async (): Promise<never> => {
    const client = new Client(door.settings);
    const ended = once(client, "error") as Promise<[Error]>;
    client.on("error", () => undefined);
    await client.connect();
    await client.query("set idle_session_timeout = '20ms'");
    const [error] = await ended;
    throw error;
  };
  const idleInTransaction = async (trx: Transaction): Promise<void> => {
    await trx.raw("set local idle_in_transaction_session_timeout = '20ms'");
    await sleep(500);
  };

  it.each([
    ["idle-inside", idleInTransaction],
    ["idle-elsewhere", idleElsewhere],
  ])(
    "counts an attempt whose connection the database ended for being idle: %s",
    async (name, beIdle) => {
      const told: string[] = [];
      const onFailure: OnFailure<unknown> = (_deps, _event, error, { attempts }) => {
        told.push(`${error.name} ${attempts}`);
      };
      const idle = on(
        happened,
        async (_deps: unknown, event, trx) => {
          if (told.length === 0) await beIdle(trx);
          await note(name, event, trx);
        },
        { onFailure },
      );
      await door.hear(name, [idle as never]);
      const events = someEvents(1);
      await door.publish(...events);
      await untilEffects(name, events);
      expect(told).toEqual(["ConnectionEnded 1"]);
    },
  );

  it("takes a name of 48 characters, whose statements the driver does not complain of", async () => {
    const complain = jest.spyOn(console, "error").mockImplementation(() => undefined);
    const name = "n".repeat(48);
    let begun = 0;
    const failing = on(happened, async (_deps: unknown, event, trx) => {
      await note(name, event, trx);
      if ((begun += 1) === 1) throw new Error("not at the first try");
    });
    await door.hear(name, [failing as never]);
    const events = someEvents(1);
    await door.publish(...events);
    await untilEffects(name, events);
    expect(complain.mock.calls).toEqual([]);
    complain.mockRestore();
  });

  it("does the work of a task outside of a transaction, and writes down once what it came to", async () => {
    const tries: string[] = [];
    const task = on<unknown, typeof happened, number>(happened, {
      async work(_deps, event, { signal }) {
        tries.push(event.id);
        expect(signal.aborted).toBe(false);
        const { rows } = await door.db.raw<{ rows: { count: number }[] }>(
          `select count(*) as count from pg_stat_activity
           where application_name = 'jumar-tasks' and state like 'idle in transaction%'
             and datname = current_database()`,
        );
        if (event.data.n === 3 && tries.filter((id) => id === event.id).length === 1)
          throw new Error("not at the first try");
        return Number(rows[0]?.count) * 100 + event.data.n;
      },
      async effect(_deps, event, trx, result) {
        expect(result).toBe(event.data.n);
        await note("tasks", event, trx);
      },
    });
    await door.hear("tasks", [task as never, noting("beside a task")], {
      concurrency: 1,
    });
    const events = someEvents(5);
    await door.publish(...events);
    await untilEffects("tasks", events);
    await untilEffects("beside a task", events);
    expect(tries).toHaveLength(6);
    expect((await door.rows("tasks")).map(({ status }) => status)).toEqual(
      events.map(() => "done"),
    );
  });

  it("gives up what only a newer version knows, and leaves to those who hear everything what nobody knows", async () => {
    const version = (n: number) => ({ dataschema: `urn:jumar:event:${happened.type}:${n}` });
    const [known, older, newer, none] = [
      anEvent(0, version(2)),
      anEvent(1, version(1)),
      anEvent(2, version(3)),
      anEvent(3, version(0)),
    ] as [Envelope, Envelope, Envelope, Envelope];
    const second = defineEvent(happened.type, { ...happened, version: 2 });
    const hear = on(second, (_deps: unknown, event, trx) => note("versions", event, trx));
    await door.hear("versions", [hear as never]);
    const everything = onEvery(async (_deps: unknown, events, trx) => {
      for (const event of events) await note("everything", event, trx);
    });
    await door.hear("everything", [everything as never]);
    const ofCatalogue = anEvent(4, { type: "user.confirmed" });
    const tooNew = { ...anEvent(5, { type: "user.confirmed" }) };
    tooNew.dataschema = "urn:jumar:event:user.confirmed:99";
    await door.publish(known, older, newer, none, ofCatalogue, tooNew);
    await untilEffects("versions", [known, older]);
    await untilEffects("everything", [known, older, newer, none, ofCatalogue]);
    const dead = async (name: string) =>
      (await door.rows(name)).filter(({ status }) => status === "dead");
    await eventually(async () => (await dead("versions")).length === 2);
    await eventually(async () => (await dead("everything")).length === 1);
    expect(await dead("versions")).toMatchObject([
      {
        attempts: 1,
        last_error:
          "UnknownSchema: this version of the subscriber knows versions 1 to 2 of test.happened, and not urn:jumar:event:test.happened:3",
      },
      { attempts: 1, last_error: expect.stringMatching(/^UnknownSchema/) as string },
    ]);
  });
}

describe("a subscriber without a broker", () => {
  promises(withoutBroker);
});

withRealParts("a subscriber beside RabbitMQ", () => {
  promises(overRabbitMq);
});
