import { join } from "node:path";
import { eventually } from "../support/eventually";
import { PASSWORD, startLoad } from "../support/faults/load";
import { createChance } from "../support/faults/random";
import { untilDrained } from "../support/faults/tally";
import { type Fleet, startFleet } from "../support/fleet";
import { withRealParts } from "../support/real-parts";

const FIVE_MINUTES = 5 * 60_000;
const PRELOAD = join(__dirname, "../support/faults/skew-clock.cjs");

withRealParts("a wrong clock", () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({ topology: "split", env: { LOG_LEVEL: "warn" } });
  });
  afterAll(async () => {
    await fleet.stop();
  });

  it("a clock that is twenty minutes wrong is named by its process alone, and loses no mail", async () => {
    const ready = async (name: string): Promise<string> =>
      await (await fetch(`${fleet.opsUrl(name)}/health/ready`)).text();
    void startSkewed("notifier", 4 * FIVE_MINUTES).catch(() => undefined);
    await eventually(async () => (await ready("notifier")).includes("clock: "), 60_000);
    for (const name of ["web-gateway", "accounts", "search", "audit"]) {
      expect(await ready(name)).toBe("ok\n");
    }
    const email = "waits.for.the.clock@example.com";
    const { status } = await fleet.client().post("/api/v1/users", { email, password: PASSWORD });
    expect(status).toBe(201);
    const deliveries = (await fleet.database()).withSchema("notifier").table("deliveries");
    await eventually(async () => {
      const rows: unknown[] = await deliveries
        .clone()
        .where({ status: "queued", last_error: "unauthenticated" });
      return rows.length === 1;
    }, 60_000);
    await fleet.kill("notifier");
    await fleet.start("notifier");
    const [mail] = await eventually(async () => {
      const mails = await fleet.mailTo(email);
      return mails.length > 0 && mails;
    }, 60_000);
    expect(mail?.links).toHaveLength(1);
  });

  it.each(["web-gateway", "accounts", "notifier", "search", "audit"])(
    "promise 15: five minutes too slow, and too fast, at %s change nothing",
    async (name) => {
      for (const skew of [-FIVE_MINUTES, FIVE_MINUTES]) {
        await startSkewed(name, skew);
        await eventually(async () => (await fetch(`${fleet.url}/health/ready`)).ok);
        await flow(`${name}.${skew}@example.com`);
      }
      await fleet.end(name);
      await fleet.start(name);
    },
  );

  it("promise 15: with clocks ten minutes apart every effect is there exactly once, dated by the database", async () => {
    const chance = createChance();
    const ahead = ["accounts", "search"];
    await Promise.all(
      fleet
        .names()
        .map((name) => startSkewed(name, ahead.includes(name) ? FIVE_MINUTES : -FIVE_MINUTES)),
    );
    await flow("all.apart@example.com");
    const db = await fleet.database();
    const before = await now();
    const load = startLoad({ urls: [fleet.url], chance, perSecond: 15 });
    await eventually(() => load.registered.size > 60);
    await load.stop();
    const { figures } = await untilDrained(fleet, 60_000);
    const after = await now();
    const times = { before, after };
    const { rows } = await db.raw<{ rows: { n: string }[] }>(
      `select count(*) as n from audit.entries where occurred_at > :before and occurred_at < :after
         and recorded_at > :before and recorded_at < :after and type = 'user.registered'`,
      times,
    );
    process.stdout.write(
      `seed ${chance.seed}: ${JSON.stringify(load.statuses)}, ${JSON.stringify(figures)}\n`,
    );
    expect(Object.keys(load.statuses)).toEqual(["201"]);
    expect(figures.audit).toBe(figures.events);
    expect(Number(rows[0]?.n)).toBe(load.registered.size);

    async function now(): Promise<Date> {
      return (await db.raw<{ rows: [{ now: Date }] }>("select clock_timestamp() as now")).rows[0]
        .now;
    }
  });

  /** Ends a process and starts it with a clock that is so many ms ahead. */
  async function startSkewed(name: string, skew: number): Promise<void> {
    await fleet.end(name);
    await fleet.start(name, { NODE_OPTIONS: `--require ${PRELOAD}`, SKEW_MS: String(skew) });
  }

  async function flow(email: string): Promise<void> {
    const client = fleet.client();
    await untilStatus(201, () => client.post("/api/v1/users", { email, password: PASSWORD }));
    const [mail] = await eventually(async () => {
      const mails = await fleet.mailTo(email);
      return mails.length > 0 && mails;
    });
    const token = mail?.links[0]?.split("/").at(-1);
    expect((await client.post("/api/v1/confirmations", { token })).status).toBe(200);
    const opened = await client.post("/api/v1/sessions", { email, password: PASSWORD });
    expect(opened.status).toBe(201);
    const lives =
      Date.parse(opened.body.session.expires_at) - Date.parse(opened.body.session.created_at);
    expect(Math.abs(lives - 60 * 24 * 3600_000)).toBeLessThan(2 * 3600_000);
    expect((await client.get("/api/v1/session")).status).toBe(200);
    expect((await client.delete("/api/v1/session")).status).toBe(204);
    expect((await client.get("/api/v1/session")).status).toBe(401);
  }

  /** The gateway may not have heard of a service that has just started. */
  async function untilStatus(wanted: number, send: () => Promise<{ status: number }>) {
    await eventually(async () => (await send()).status === wanted);
  }
});
