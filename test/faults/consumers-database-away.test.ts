import { setTimeout as sleep } from "node:timers/promises";
import { connect, type Database } from "../../shared/database";
import { onEvery } from "../../shared/events";
import { noteEffect } from "../support/consumers/effects";
import { idsOf, someEvents } from "../support/consumers/events";
import { type Rig, startRig } from "../support/consumers/rig";
import { say } from "../support/consumers/say";
import { startTcpProxy, type TcpProxy } from "../support/consumers/tcp-proxy";
import { eventually } from "../support/eventually";
import { withRealParts } from "../support/real-parts";

withRealParts("a subscriber's inbox", () => {
  let rig: Rig;
  let proxy: TcpProxy;
  let db: Database;

  beforeEach(async () => {
    rig = await startRig();
    proxy = await startTcpProxy(rig.database.settings);
    db = connect({ settings: proxy.settings, service: "subscriber", poolSize: 4 });
  });
  afterEach(async () => {
    await rig.clear();
    await db.destroy();
    await proxy.close();
    await rig.stop();
  });

  /** The sizes of the batches that were tried, one transaction each. */
  const batches: number[] = [];
  const noteBatch = onEvery(async (_deps: unknown, events, trx) => {
    batches.push(events.length);
    for (const event of events) await noteEffect(trx, "a", event);
  });
  beforeEach(() => {
    batches.length = 0;
  });

  test("takes what arrives in batches, each in one transaction with its effects", async () => {
    const { stop } = await rig.subscribe({ name: "a", db });
    await stop();
    const events = someEvents(3_000);
    await rig.queues.publish(events);
    const since = Date.now();
    await rig.subscribe({ name: "a", db, subscriptions: [noteBatch] });
    await rig.records.untilEffects("a", events.length);
    say("batches", { events: events.length, batches: batches.length, ms: Date.now() - since });
    expect(Math.max(...batches)).toBeLessThanOrEqual(200);
    expect(batches.length).toBeLessThan(events.length / 20);
    expect(await rig.records.effects("a")).toEqual(idsOf(events));
    const transactions = await rig.deps.db.raw<{ rows: object[] }>(
      "select distinct xmin::text from consumers_test.effects",
    );
    expect(transactions.rows.length).toBeLessThanOrEqual(batches.length);
  });

  test("loses and doubles nothing when the database is away for 5 s; nothing is acknowledged before it is stored", async () => {
    const { arrivals } = await rig.subscribe({ name: "a", db, subscriptions: [noteBatch] });
    const ids: string[] = [];
    const send = async (count: number): Promise<void> => {
      const events = someEvents(count);
      ids.push(...idsOf(events));
      await rig.queues.publish(events);
    };
    await send(500);
    const flow = (async () => {
      for (let n = 0; n < 40; n += 1) {
        await send(25);
        await sleep(50);
      }
    })();
    await sleep(300);
    proxy.cut();
    const since = Date.now();
    await flow;
    const stored = (await rig.records.inbox("a")).length;
    const held = await eventually(async () => {
      const { messages } = await rig.queues.count("a");
      // More where the connection broke between a commit and its answer: stored, not acknowledged.
      return messages >= ids.length - stored && messages;
    });
    await sleep(Math.max(0, 5_000 - (Date.now() - since)));
    const away_ms = Date.now() - since;
    expect((await rig.records.inbox("a")).length).toBe(stored);
    expect(arrivals.problem()).toBeUndefined();

    proxy.open();
    const back = Date.now();
    await rig.records.untilEffects("a", ids.length);
    const rows = await rig.records.inbox("a");
    say("database away", {
      away_ms,
      stored,
      held,
      sent: ids.length,
      drained_ms: Date.now() - back,
    });
    expect(await rig.records.effects("a")).toEqual([...ids].sort());
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(["done"]));
    expect(Math.max(...rows.map(({ attempts }) => attempts))).toBeLessThanOrEqual(1);
    expect(await rig.leftFor("a")).toBe(0);
  });

  test("has each effect once when the database's connections break again and again in mid-batch", async () => {
    await rig.subscribe({ name: "a", db, subscriptions: [noteBatch] });
    const events = someEvents(4_000);
    const sent = rig.queues.publish(events);
    for (let n = 0; n < 8; n += 1) {
      await sleep(120);
      proxy.cut();
      await sleep(20);
      proxy.open();
    }
    await sent;
    await rig.records.untilEffects("a", events.length, 60_000);
    await sleep(500);
    say("connections broken", { batches: batches.length });
    expect(await rig.records.effects("a")).toEqual(idsOf(events));
    expect(await rig.leftFor("a")).toBe(0);
  });
});
