import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually";
import { startLoad } from "../support/faults/load";
import { createChance } from "../support/faults/random";
import { type BreakableFleet, startBreakable } from "../support/faults/real-nodes";
import { metric, percentile } from "../support/faults/samples";
import { breaches, untilDrained } from "../support/faults/tally";
import { withRealParts } from "../support/real-parts";

const LAG = "jumar_outbox_age_seconds";

withRealParts("relays", () => {
  let parts: BreakableFleet;
  beforeAll(async () => {
    parts = await startBreakable({ topology: "lean" });
    await parts.fleet.start("worker#2");
  });
  afterAll(async () => {
    await parts.drop();
  });

  it("promise 13: of three relays one and another are stopped for 10 s and woken, and nothing is lost or doubled", async () => {
    const { fleet } = parts;
    const chance = createChance();
    const load = startLoad({ urls: [fleet.url], chance, perSecond: 25 });
    await eventually(() => load.registered.size > 20);
    for (const name of ["worker", "worker#2"]) {
      signal(name, "SIGSTOP");
      await sleep(10_000);
      signal(name, "SIGCONT");
      await sleep(2_000);
    }
    await load.stop();
    const { figures, ms } = await untilDrained(fleet, 60_000);
    process.stdout.write(
      `seed ${chance.seed}: ${JSON.stringify(load.statuses)}, drained in ${ms} ms: ` +
        `${JSON.stringify(figures)}\n`,
    );
    expect(await breaches(fleet, load)).toEqual([]);
    expect(figures.audit).toBe(figures.events);
  });

  it("promise 14: from commit to audit takes less than 5 s for 99 of 100 under 50 requests a second", async () => {
    const { fleet } = parts;
    const chance = createChance();
    const db = await fleet.database();
    const { rows: start } = await db.raw<{ rows: [{ now: Date }] }>("select now()");
    const load = startLoad({ urls: [fleet.url], chance, perSecond: 50 });
    await eventually(() => load.registered.size + load.sessions.length > 300, 240_000);
    await load.stop();
    await untilDrained(fleet, 60_000);
    const { rows } = await db.raw<{ rows: { ms: number }[] }>(
      `select extract(epoch from recorded_at - occurred_at)::float8 * 1000 as ms
       from audit.entries where occurred_at > ?`,
      [start[0].now],
    );
    const taken = rows.map(({ ms }) => ms);
    const [p50, p99, most] = [0.5, 0.99, 1].map((share) => Math.round(percentile(taken, share)));
    process.stdout.write(
      `seed ${chance.seed}: ${taken.length} events, commit to audit p50 ${p50} ms, ` +
        `p99 ${p99} ms, longest ${most} ms, slowest request ${Math.round(load.slowest)} ms\n`,
    );
    expect(taken.length).toBeGreaterThan(300);
    expect(p99).toBeLessThan(load.allowed(5_000));
    expect(await breaches(fleet, load)).toEqual([]);
  });

  it("promise 14: the lag is 0 when all is published and grows while nothing can be", async () => {
    const { fleet, broker } = parts;
    const chance = createChance();
    const lags = () => Promise.all(fleet.names().map((name) => metric(fleet.opsUrl(name), LAG)));
    await untilDrained(fleet, 60_000);
    expect(await lags()).toEqual([0, 0, 0]);

    await broker.kill();
    const load = startLoad({ urls: [fleet.url], chance, perSecond: 5 });
    await eventually(() => load.registered.size > 0);
    await sleep(4_000);
    const early = await lags();
    await sleep(4_000);
    const late = await lags();
    await load.stop();
    await broker.start();
    await untilDrained(fleet, 60_000);
    process.stdout.write(
      `seed ${chance.seed}: lags ${early.join(", ")}, then ${late.join(", ")}\n`,
    );
    for (const lag of early) expect(lag).toBeGreaterThan(2);
    for (const [index, lag] of late.entries()) expect(lag).toBeGreaterThan((early[index] ?? 0) + 3);
    expect(await lags()).toEqual([0, 0, 0]);
  });

  function signal(name: string, which: NodeJS.Signals): void {
    parts.fleet.process(name).child.kill(which);
  }
});
