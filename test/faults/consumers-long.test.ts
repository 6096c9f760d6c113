import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "../../shared/database";
import {
  deliverToInboxes,
  type Envelope,
  on,
  prepareInbox,
  startSubscriber,
  type Subscription,
} from "../../shared/events";
import { createLogger } from "../../shared/observability";
import { type Door, overRabbitMq } from "../shared/events/handling-support";
import { anEvent, happened, idsOf, someEvents } from "../support/consumers/events";
import type { LongSubscriber } from "../support/consumers/long-subscriber";
import { say } from "../support/consumers/say";
import { startTcpProxy } from "../support/consumers/tcp-proxy";
import { eventually } from "../support/eventually";
import { withRealParts } from "../support/real-parts";

const PROGRAM = join(__dirname, "../support/consumers/long-subscriber.ts");

withRealParts("handlers that take long", () => {
  let door: Door;
  const children: ChildProcess[] = [];
  beforeAll(async () => {
    door = await overRabbitMq();
  });
  afterAll(async () => {
    for (const child of children) child.kill("SIGKILL");
    await door.close();
  });

  const effects = async (who: string): Promise<string[]> => {
    const rows = await door.db.from("effects").where({ who }).select<{ event_id: string }[]>();
    return rows.map(({ event_id }) => event_id).sort();
  };
  const untilEffects = (who: string, events: readonly Envelope[], withinMs?: number) =>
    eventually(async () => {
      expect(await effects(who)).toEqual(idsOf(events));
      return true;
    }, withinMs);

  /** Starts the program whose handler never ends; what it said so far, a line each. */
  async function startLong(name: string, as: LongSubscriber["as"]) {
    const { settings: database, amqpUrl = "" } = door;
    const about: LongSubscriber = { amqpUrl, database, name, as };
    const args = ["--import", "tsx", PROGRAM, JSON.stringify(about)];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    const lines: string[] = [];
    createInterface(child.stdout).on("line", (line) => lines.push(line));
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    await eventually(() => lines.includes("ready"), 60_000);
    return { child, lines, ended };
  }

  test("of a second, with sixty waiting, finish, and each event is handled once", async () => {
    let begun = 0;
    const slowly = on(happened, async (_deps: unknown, event, trx) => {
      begun += 1;
      await sleep(1_000);
      await trx.table("public.effects").insert({ who: "slow", event_id: event.id });
    });
    const events = someEvents(60);
    const since = Date.now();
    await door.hear("slow", [slowly as never]);
    await door.publish(...events);
    await untilEffects("slow", events, 90_000);
    say("60 events of 1 s", { ms: Date.now() - since, begun });
    expect(begun).toBe(60);
  });

  test("as a task, have their event for as long as they work, and leave it to the next when they are killed", async () => {
    const event = anEvent(1);
    const killed = await startLong("task", "task");
    await door.publish(event);
    await eventually(() => killed.lines.includes(`begun ${event.id}`));
    const begun = Date.now();
    let taken: number | undefined;
    const task = on(happened, {
      work: () => {
        taken ??= Date.now();
        return Promise.resolve();
      },
      effect: (_deps: unknown, { id }, trx) =>
        trx.table("public.effects").insert({ who: "task", event_id: id }),
    });
    await door.hear("task", [task as never]);
    // Longer than a claim of 10 s that nobody renews.
    await sleep(16_000 - (Date.now() - begun));
    expect(taken).toBeUndefined();
    killed.child.kill("SIGKILL");
    const killedAt = Date.now();
    await untilEffects("task", [event], 60_000);
    say("task of a killed process", { taken_after_ms: (taken ?? 0) - killedAt });
  });

  test.each(["handler", "task"] as const)(
    "as a %s that never ends, keep no process from stopping, which says which event it left",
    async (as) => {
      const event = anEvent(2);
      const stopped = await startLong(`never-${as}`, as);
      await door.publish(event);
      await eventually(() => stopped.lines.includes(`begun ${event.id}`));
      const since = Date.now();
      stopped.child.kill("SIGTERM");
      expect(await stopped.ended).toBe(0);
      const ms = Date.now() - since;
      say(`stopped under a ${as}`, { ms });
      expect(ms).toBeLessThan(25_000);
      expect(stopped.lines).toContain(`left ${event.id}`);

      const noting = on(happened, (_deps: unknown, { id }, trx) =>
        trx.table("public.effects").insert({ who: `never-${as}`, event_id: id }),
      );
      await door.hear(`never-${as}`, [noting as never]);
      await untilEffects(`never-${as}`, [event]);
      expect(await door.rows(`never-${as}`)).toMatchObject([{ status: "done" }]);
    },
  );

  test("are no fault of their event when the database goes away under them", async () => {
    const log = createLogger({ level: "silent", pretty: false });
    const proxy = await startTcpProxy(door.settings);
    const db = connect({ settings: proxy.settings, service: "outage", poolSize: 4 });
    let tries = 0;
    const waiting = on(happened, async (_deps: unknown, { id }, trx) => {
      tries += 1;
      if (tries === 1) proxy.cut();
      await trx.table("public.effects").insert({ who: "outage", event_id: id });
    });
    const subscriptions = [waiting as Subscription<never>];
    await prepareInbox(door.db, "outage", subscriptions);
    const delivery = deliverToInboxes([]);
    const given = { db, name: "outage", subscriptions, delivery, log, retentionDays: 30 };
    const subscriber = startSubscriber({ ...given, deps: undefined as never });
    const event = anEvent(3);
    await delivery.deliver([event]);
    await eventually(() => tries === 1);
    await sleep(4_000);
    proxy.open();
    await eventually(async () => {
      const [row] = await door.rows("outage");
      return row?.last_error?.startsWith("AppError") && row.attempts === 0;
    });
    await untilEffects("outage", [event]);
    expect(await door.rows("outage")).toMatchObject([{ status: "done", attempts: 1 }]);
    expect(tries).toBe(2);
    await subscriber.stop();
    await db.destroy();
    await proxy.close();
  });
});
