import { setTimeout as sleep } from "node:timers/promises";
import { transaction } from "../../shared/database";
import { on } from "../../shared/events";
import type { Deps } from "../../shared/service";
import { noteEffect, SCHEMA } from "../support/consumers/effects";
import { anEvent, happened, idsOf, someEvents } from "../support/consumers/events";
import { type Rig, startRig } from "../support/consumers/rig";
import { createChance, say } from "../support/consumers/say";
import { eventually } from "../support/eventually";
import { withRealParts } from "../support/real-parts";

withRealParts("what comes twice, late or out of order", () => {
  let rig: Rig;
  const chance = createChance();

  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.stop());

  const rows = async (status: string) =>
    (await rig.records.inbox("a")).filter((row) => row.status === status);
  /** What retrying a dead letter is. */
  const retry = () =>
    transaction(rig.deps.db, (trx) =>
      trx.raw(
        `update ${SCHEMA}.inbox set status = 'pending', attempts = 0, available_at = now(), processed_at = null
       where status = 'dead'`,
      ),
    );

  test("has its effect once, with duplicates in disorder at two competing subscribers", async () => {
    await rig.subscribe({ name: "a" });
    const first = await rig.subscribe({ name: "a" });
    const events = someEvents(500);
    const doubled = chance.shuffle([...events, ...events, ...events]);
    for (let n = 0; n < doubled.length; n += 100) {
      await rig.queues.publish(doubled.slice(n, n + 100));
      if (n === 700) await first.stop();
    }
    await rig.records.untilEffects("a", events.length);
    await eventually(async () => (await rig.queues.waiting("a")) === 0);
    await sleep(1_500);
    say("duplicates", { seed: chance.seed, sent: doubled.length, events: events.length });
    expect(await rig.records.effects("a")).toEqual(idsOf(events));
  });

  test("does nothing when it comes again 13 days later, after the inbox was swept", async () => {
    const { inbox } = await rig.subscribe({ name: "a" });
    const events = someEvents(20);
    await rig.queues.publish(events);
    await rig.records.untilEffects("a", 20);
    await rig.deps.db.raw(
      `update ${SCHEMA}.inbox set received_at = received_at - interval '13 days',
        processed_at = processed_at - interval '13 days', available_at = available_at - interval '13 days'`,
    );
    await inbox.sweep(rig.deps.config.eventRetentionDays, 100);
    await rig.queues.publish(events);
    const last = anEvent(99);
    await rig.queues.publish([last]);
    await rig.records.untilEffects("a", 21);
    expect(await rig.records.effects("a")).toEqual(idsOf([...events, last]));
  });

  test("has its effect once when a dead letter is retried twice, and replayed as well", async () => {
    let isBroken = true;
    const handler = on(happened, async (_deps: Deps, event, trx) => {
      if (isBroken && event.data.n < 5) throw new Error("not yet");
      await noteEffect(trx, "a", event);
    });
    await rig.subscribe({ name: "a", subscriptions: [handler] });
    const events = someEvents(30);
    await rig.queues.publish(events);
    await eventually(async () => {
      await rig.records.endPauses();
      return (await rows("dead")).length === 5;
    });
    isBroken = false;
    await Promise.all([retry(), rig.queues.publish(events), retry()]);
    await rig.records.untilEffects("a", 30);
    await retry();
    await rig.queues.publish(events);
    await eventually(async () => (await rig.queues.waiting("a")) === 0);
    await sleep(1_000);
    expect(await rig.records.effects("a")).toEqual(idsOf(events));
    expect(await rows("done")).toHaveLength(30);
  });

  test("is parked again when what is retried was never an event, and holds no neighbour up", async () => {
    const { stop } = await rig.subscribe({ name: "a" });
    await rig.queues.put("a", "broken");
    await eventually(async () => (await rows("dead")).length === 1);
    await stop();
    const { inbox, stop: stopAgain } = await rig.subscribe({ name: "a" });
    await stopAgain();
    const events = someEvents(20);
    await inbox.receive(events);
    await retry();
    const since = Date.now();
    await rig.subscribe({ name: "a" });
    await rig.records.untilEffects("a", 20);
    await eventually(async () => (await rows("dead")).length === 1);
    say("a retried non-event", { ms: Date.now() - since });
    expect(await rig.records.effects("a")).toEqual(idsOf(events));
  });
});
