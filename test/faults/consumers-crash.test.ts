import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { SubscriberProcess } from "../support/consumers/crashing-subscriber";
import { anEvent, idsOf, someEvents } from "../support/consumers/events";
import { type Rig, startRig } from "../support/consumers/rig";
import { createChance, say } from "../support/consumers/say";
import { eventually } from "../support/eventually";
import { withRealParts } from "../support/real-parts";

const PROGRAM = join(__dirname, "../support/consumers/crashing-subscriber.ts");

withRealParts("a handler that brings its process down", () => {
  let rig: Rig;
  const chance = createChance();

  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.stop());

  /** Keeps a subscriber running, as a supervisor would; counts how often it had to start it. */
  function supervise(end: SubscriberProcess["end"]): { starts(): number; stop(): Promise<void> } {
    const about: SubscriberProcess = {
      url: rig.vhost.url,
      settings: rig.database.settings,
      name: "a",
      end,
    };
    let starts = 0;
    let stopped = false;
    let child: ChildProcess;
    const gone = new Promise<void>((resolve) => {
      const start = () => {
        if (stopped) return resolve();
        starts += 1;
        child = spawn(process.execPath, ["--import", "tsx", PROGRAM, JSON.stringify(about)], {
          stdio: "ignore",
        });
        child.once("close", start);
      };
      start();
    });
    return {
      starts: () => starts,
      async stop() {
        stopped = true;
        child.kill("SIGKILL");
        await gone;
      },
    };
  }

  test.each(["exit", "abort"] as const)(
    "is given up after its attempts when it ends by process.%s; each neighbour has its effect once",
    async (end) => {
      const { stop } = await rig.subscribe({ name: "a" });
      await stop();
      const poison = anEvent(-1);
      const good = someEvents(80);
      await rig.queues.publish(chance.shuffle([poison, ...good]));

      const since = Date.now();
      const supervisor = supervise(end);
      const dead = await eventually(async () => {
        // Each claim holds for 10 s and each pause is longer than the last; neither is waited for.
        await rig.records.endPauses();
        return (await rig.records.inbox("a")).find(({ status }) => status === "dead");
      }, 150_000);
      await rig.records.untilEffects("a", good.length, 60_000);
      const starts = supervisor.starts();
      say(`process.${end}`, { seed: chance.seed, starts, ms: Date.now() - since });

      const more = someEvents(20);
      await rig.queues.publish(more);
      await rig.records.untilEffects("a", good.length + 20);
      expect(supervisor.starts()).toBe(starts);
      await supervisor.stop();
      expect(dead).toMatchObject({
        envelope: poison,
        last_error: expect.stringContaining("did not come back") as string,
      });
      expect(starts).toBeLessThanOrEqual(9);
      expect(await rig.records.effects("a")).toEqual(idsOf([...good, ...more]));
    },
    240_000,
  );
});
