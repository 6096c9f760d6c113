import { setTimeout as sleep } from "node:timers/promises";
import { encodeTypeId } from "../../shared/ids";
import { processMetrics } from "../../shared/observability";
import { append } from "../support/consumers/append";
import { SCHEMA } from "../support/consumers/effects";
import { anEvent, someEvents } from "../support/consumers/events";
import { type Rig, startRig } from "../support/consumers/rig";
import { say } from "../support/consumers/say";
import { eventually } from "../support/eventually";
import { moves } from "../support/metrics/moves";
import { withRealParts } from "../support/real-parts";
import { readMetrics } from "../support/scrape";

const NOBODY = "test.heard_by_nobody";

withRealParts("events that no queue takes", () => {
  let rig: Rig;

  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.stop());

  const unpublished = async () => (await rig.records.unpublished()).length;

  test("are not marked as published, and the lag tells of them", async () => {
    await rig.subscribe({ name: "a" });
    const relay = await rig.relay(["a"]);
    const look = async () => readMetrics(await processMetrics.metrics());
    const ids = await moves(look, ["jumar_relay_returned_total"], async () => {
      const appended = await append(rig, 3, NOBODY);
      relay.nudge();
      return appended;
    });
    await sleep(3_000);
    expect((await rig.records.unpublished()).map((id) => encodeTypeId("event", id)).sort()).toEqual(
      ids.sort(),
    );
    expect(await relay.lag()).toBeGreaterThan(2.5);
    expect((await look()).sum("jumar_relay_returned_total", { service: SCHEMA })).toBeGreaterThan(
      0,
    );
  });

  test("do not hold up their neighbours in a batch", async () => {
    await rig.subscribe({ name: "a" });
    const relay = await rig.relay(["a"]);
    await append(rig, 5, NOBODY);
    const ids = await append(rig, 100);
    relay.nudge();
    await rig.records.untilEffects("a", 100);
    expect(await rig.records.effects("a")).toEqual(ids.sort());
    await eventually(async () => (await unpublished()) === 5);
    await sleep(1_000);
    expect(await unpublished()).toBe(5);
  });

  test("do not slow down what commits after them: it still arrives within a second", async () => {
    await rig.subscribe({ name: "a" });
    const relay = await rig.relay(["a"]);
    let sent = 0;
    const longestOfEight = async (): Promise<number> => {
      const waits: number[] = [];
      for (let n = 0; n < 8; n += 1) {
        const since = Date.now();
        await append(rig, 1);
        relay.nudge();
        await rig.records.untilEffects("a", (sent += 1));
        waits.push(Date.now() - since);
      }
      return Math.max(...waits);
    };
    const alone = await longestOfEight();
    await append(rig, 5, NOBODY);
    const beside = await longestOfEight();
    say("longest way of an event", { alone, beside });
    expect(beside).toBeLessThan(1_000 + 2 * alone);
  });

  test("do not hold up newer ones when they are more than a batch", async () => {
    await rig.subscribe({ name: "a" });
    const relay = await rig.relay(["a"]);
    await append(rig, 1_200, NOBODY);
    const ids = await append(rig, 50);
    relay.nudge();
    await rig.records.untilEffects("a", 50);
    expect(await rig.records.effects("a")).toEqual(ids.sort());
    expect(await unpublished()).toBe(1_200);
  });

  test("of one relay are not forgotten by what another publishes through the same channel", async () => {
    await rig.subscribe({ name: "a" });
    const publisher = await rig.publisher(["a"]);
    const lost: number[] = [];
    for (let round = 0; round < 30; round += 1) {
      const nowhere = someEvents(300, { type: NOBODY });
      const returning = publisher.deliver(nowhere);
      const others: Promise<string[]>[] = [];
      let isOver = false;
      void returning.finally(() => (isOver = true));
      while (!isOver) {
        others.push(publisher.deliver([anEvent(round)]));
        await new Promise((resolve) => setImmediate(resolve));
      }
      lost.push((await returning).length);
      for (const delivered of await Promise.all(others)) expect(delivered).toHaveLength(1);
    }
    expect(Math.max(...lost)).toBe(0);
  });
});
