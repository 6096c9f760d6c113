import { join } from "node:path";
import { eventually } from "../support/eventually";
import { PASSWORD, startLoad } from "../support/faults/load";
import { createChance } from "../support/faults/random";
import { untilDrained } from "../support/faults/tally";
import { startFleet, type Fleet } from "../support/fleet";
import { withRealParts } from "../support/real-parts";

const FIVE_MINUTES = 5 * 60_000;
const PRELOAD = join(__dirname, "../support/faults/skew-clock.cjs");

withRealParts("a wrong clock", () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({ topology: "split", env: { LOG_LEVEL: "warn" } });
  }, 120_000);
  afterAll(async () => {
    await fleet.stop();
  }, 60_000);

  it.each([
    ["slow", -FIVE_MINUTES],
    ["fast", FIVE_MINUTES],
  ])("promise 15: five minutes too %s at each service in turn change nothing", async (_, skew) => {
    for (const name of ["web-gateway", "accounts", "notifier", "search", "audit"]) {
      await fleet.end(name);
      await fleet.start(name, { NODE_OPTIONS: `--require ${PRELOAD}`, SKEW_MS: String(skew) });
      await eventually(async () => (await fetch(`${fleet.url}/health/ready`)).ok);
      await flow(`${name}.${skew}@example.com`);
      await fleet.end(name);
      await fleet.start(name);
    }
  });

  it("promise 15: with clocks ten minutes apart every effect is there exactly once, dated by the database", async () => {
    const chance = createChance();
    const ahead = ["accounts", "search"];
    for (const name of fleet.names()) {
      const skew = ahead.includes(name) ? FIVE_MINUTES : -FIVE_MINUTES;
      await fleet.end(name);
      await fleet.start(name, { NODE_OPTIONS: `--require ${PRELOAD}`, SKEW_MS: String(skew) });
    }
    const db = await fleet.database();
    const before = await now();
    const load = startLoad({ urls: [fleet.url], chance, perSecond: 15 });
    await eventually(() => load.registered.size > 60, 30_000);
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

  async function flow(email: string): Promise<void> {
    const client = fleet.client();
    await untilStatus(201, () => client.post("/api/v1/users", { email, password: PASSWORD }));
    const [mail] = await eventually(async () => {
      const mails = await fleet.mailTo(email);
      return mails.length > 0 && mails;
    }, 20_000);
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
    await eventually(async () => (await send()).status === wanted, 15_000);
  }
});
