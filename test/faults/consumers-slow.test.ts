import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { on } from "../../shared/events";
import type { Deps } from "../../shared/service";
import { noteEffect } from "../support/consumers/effects";
import { happened, idsOf, someEvents } from "../support/consumers/events";
import { type Rig, startRig } from "../support/consumers/rig";
import { say } from "../support/consumers/say";
import { withRealParts } from "../support/real-parts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** In MiB, what is in use: on the heap and in buffers. */
function memoryInUse(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return Math.round((heapUsed + external) / 2 ** 20);
}

withRealParts("a slow subscriber and a stopped one", () => {
  let rig: Rig;

  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.stop());

  test("hold nobody else up, hold a bounded number of messages, and drain afterwards", async () => {
    let pause = 100;
    const slowly = on(happened, async (_deps: Deps, event, trx) => {
      await noteEffect(trx, "slow", event);
      if (pause > 0) await sleep(pause);
    });
    await rig.subscribe({ name: "slow", subscriptions: [slowly] });
    await rig.subscribe({ name: "quick" });
    const stopped = await rig.subscribe({ name: "stopped" });
    await stopped.stop();

    const memory = [memoryInUse()];
    const ids: string[] = [];
    const since = Date.now();
    for (let round = 0; round < 6; round += 1) {
      // 20 MB a round: six of them would show.
      const events = someEvents(1_000, { data: { n: 1, text: "x".repeat(20_000) } });
      ids.push(...idsOf(events));
      await rig.queues.publish(events);
      await rig.records.untilEffects("quick", ids.length);
      events.length = 0;
      memory.push(memoryInUse());
    }
    const quick_ms = Date.now() - since;
    const counts = await rig.queues.count("slow");
    const behind = ids.length - (await rig.records.effects("slow")).length;
    pause = 0;
    const resumed = Date.now();
    await rig.subscribe({ name: "stopped" });
    await rig.records.untilEffects("stopped", ids.length, 60_000);
    const stopped_drained_ms = Date.now() - resumed;
    await rig.records.untilEffects("slow", ids.length, 60_000);
    const slow_drained_ms = Date.now() - resumed;
    say("slow", { quick_ms, behind, counts, memory, stopped_drained_ms, slow_drained_ms });

    expect(behind).toBeGreaterThan(4_000);
    expect(counts.unacknowledged).toBeLessThanOrEqual(400);
    // 400 messages of 20 KB, as text and parsed, beside what a test run needs.
    expect(memory.at(-1)! - memory[1]!).toBeLessThan(60);
    for (const name of ["quick", "slow", "stopped"]) {
      expect(await rig.records.effects(name)).toEqual([...ids].sort());
    }
  });
});
