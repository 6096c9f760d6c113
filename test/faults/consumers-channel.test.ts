import { setTimeout as sleep } from "node:timers/promises";
import type { ConsumeMessage } from "amqplib";
import { onEvery } from "../../shared/events";
import { append } from "../support/consumers/append";
import { noteEffect } from "../support/consumers/effects";
import { idsOf, someEvents } from "../support/consumers/events";
import { type Rig, type RunningSubscriber, startRig } from "../support/consumers/rig";
import { say } from "../support/consumers/say";
import { eventually } from "../support/eventually";
import { withRealParts } from "../support/real-parts";

withRealParts("a channel, queue or consumer that goes away", () => {
  let rig: Rig;

  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.stop());

  /** Waits until it says that it does not consume, then until it does; how long each took. */
  async function recovery({ arrivals }: RunningSubscriber, since: number): Promise<object> {
    const problem = await eventually(() => arrivals.problem());
    const noticed_ms = Date.now() - since;
    await eventually(() => arrivals.problem() === undefined, 60_000);
    return { problem, noticed_ms, consuming_ms: Date.now() - since };
  }

  test("consumes again when the broker closes the channel for a fault on it", async () => {
    const subscriber = await rig.subscribe({ name: "a" });
    const before = someEvents(50);
    await rig.queues.publish(before);
    await rig.records.untilEffects("a", 50);
    const since = Date.now();
    // A tag that was never given out is a failed precondition.
    subscriber.channels.at(-1)?.ack({ fields: { deliveryTag: 9_999 } } as ConsumeMessage);
    const after = someEvents(50);
    const [figures] = await Promise.all([recovery(subscriber, since), rig.queues.publish(after)]);
    say("channel closed", figures);
    await rig.records.untilEffects("a", 100);
    expect(subscriber.channels).toHaveLength(2);
    expect(await rig.records.effects("a")).toEqual(idsOf([...before, ...after]));
  });

  test("consumes and publishes again when the broker closes every connection", async () => {
    const subscriber = await rig.subscribe({ name: "a" });
    const relay = await rig.relay(["a"]);
    const before = await append(rig, 100);
    relay.nudge();
    await rig.records.untilEffects("a", 100);
    const closing = rig.queues.closeConnections();
    const during = await append(rig, 100);
    relay.nudge();
    const figures = await recovery(subscriber, Date.now());
    await closing;
    const after = await append(rig, 100);
    say("connections closed", figures);
    await rig.records.untilEffects("a", 300, 60_000);
    expect(await rig.records.effects("a")).toEqual([...before, ...during, ...after].sort());
    await eventually(async () => (await rig.records.unpublished()).length === 0);
  });

  test("keeps events unpublished while their queue is deleted, and loses none once it is back", async () => {
    const stopped = await rig.subscribe({ name: "a" });
    await stopped.stop();
    const relay = await rig.relay();
    await rig.queues.remove("a");
    const ids = await append(rig, 700);
    relay.nudge();
    await sleep(2_000);
    expect(await rig.records.unpublished()).toHaveLength(700);
    expect(await relay.lag()).toBeGreaterThan(1);

    const since = Date.now();
    await rig.subscribe({ name: "a" });
    await rig.records.untilEffects("a", 700, 60_000);
    say("queue back", { drained_ms: Date.now() - since });
    await eventually(async () => (await rig.records.unpublished()).length === 0);
    expect(await rig.records.effects("a")).toEqual(ids.sort());
  });

  test("consumes again when its queue is deleted under it, and what had come is not lost", async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const holding = onEvery(async (_deps: unknown, events, trx) => {
      await held;
      for (const event of events) await noteEffect(trx, "a", event);
    });
    const subscriber = await rig.subscribe({ name: "a", subscriptions: [holding] });
    const before = someEvents(300);
    await rig.queues.publish(before);
    await eventually(async () => (await rig.queues.count("a")).unacknowledged === 300);
    const since = Date.now();
    await rig.queues.remove("a");
    await eventually(() => subscriber.arrivals.problem());
    const noticed_ms = Date.now() - since;
    await sleep(500);
    expect(subscriber.arrivals.problem()).toBe("does not consume");
    release();
    await eventually(() => subscriber.arrivals.problem() === undefined);
    const consuming_ms = Date.now() - since;
    const after = someEvents(50);
    await rig.queues.publish(after);
    await rig.records.untilEffects("a", 350);
    say("queue deleted", { noticed_ms, consuming_ms });
    expect(await rig.records.effects("a")).toEqual(idsOf([...before, ...after]));
    expect(await rig.leftFor("a")).toBe(0);
  });

  test("loses nothing of a steady flow while its channel is closed over and over", async () => {
    const subscriber = await rig.subscribe({ name: "a" });
    const relay = await rig.relay(["a"]);
    const ids: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      ids.push(...(await append(rig, 200)));
      relay.nudge();
      await sleep(300);
      const channel = subscriber.channels.at(-1);
      try {
        channel?.ack({ fields: { deliveryTag: 9_999_999 } } as ConsumeMessage);
      } catch {
        // It is closed already.
      }
    }
    await rig.records.untilEffects("a", 1_000, 60_000);
    await eventually(async () => (await rig.records.unpublished()).length === 0);
    expect(await rig.records.effects("a")).toEqual(ids.sort());
    say("channel closed five times", { channels: subscriber.channels.length });
  });
});
