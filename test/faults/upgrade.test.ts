import { setTimeout as sleep } from "node:timers/promises";
import { isContracting } from "../../shared/database/migrations/migration";
import { eventually } from "../support/eventually";
import { type Balancer, createBalancer } from "../support/faults/balancer";
import { createChance } from "../support/faults/random";
import { breaches, untilDrained } from "../support/faults/tally";
import { type Fleet, startFleet } from "../support/fleet";
import { leftOut } from "../support/left-out";
import { runJumar } from "../support/processes";
import { withRealParts } from "../support/real-parts";
import { type Journeys, startJourneys } from "../support/upgrade/journeys";
import { buildPreviousVersion, type PreviousVersion } from "../support/upgrade/previous-version";

const CLIENTS = 4;
/** In ms, of load in each state. */
const A_WHILE = 3_000;
const SERVICES = ["accounts", "notifier", "search", "audit", "web-gateway"];

withRealParts("an upgrade", () => {
  const previous = buildPreviousVersion();
  if ("absent" in previous) {
    // Jest wants a test in every file; the line below is what tells CI, and the reader, that it is missing.
    it.skip(`needs the version before: ${previous.absent}`, () => undefined);
    if (previous.isFault || process.env.CI !== "true") leftOut("an upgrade", previous.absent);
    else process.stderr.write(`NOT TESTED: an upgrade, because ${previous.absent}\n`);
    return;
  }
  describe(`from ${previous.ref}`, () => upgradeFrom(previous));
});

/** One story in steps: those of the version before are `accounts` and so on, the new `accounts#new`. */
function upgradeFrom(previous: PreviousVersion): void {
  const chance = createChance();
  let fleet: Fleet;
  let balancer: Balancer;
  let journeys: Journeys;

  beforeAll(async () => {
    fleet = await startFleet({
      topology: "split",
      env: { SHUTDOWN_DELAY: "1000" },
      versionOf: (name) => (name.endsWith("#new") ? undefined : previous),
    });
    balancer = createBalancer([fleet.url, await fleet.urlOf("web-gateway#new")]);
    await eventually(() => balancer.ready().length === 1);
    journeys = startJourneys(balancer, { clients: CLIENTS, chance });
  });
  afterAll(async () => {
    await journeys.stop();
    balancer.close();
    await fleet.stop();
    previous.drop();
  });

  /** Load goes on meanwhile, and every request of it is answered as it should be. */
  const serves = async (gateways: number): Promise<void> => {
    await eventually(() => balancer.ready().length === gateways);
    const before = journeys.changed.length;
    await sleep(A_WHILE);
    await eventually(() => journeys.changed.length > before);
    expect(journeys.failures).toEqual([]);
  };
  const start = async (mark: "" | "#new"): Promise<void> => {
    await Promise.all(SERVICES.map((service) => fleet.start(service + mark)));
  };
  const end = async (mark: "" | "#new"): Promise<void> => {
    for (const service of SERVICES) {
      const { code } = await fleet.end(service + mark);
      expect({ service, code }).toEqual({ service, code: 0 });
    }
  };

  it("fails no request while the new version migrates and starts beside the one before", async () => {
    await serves(1);
    const { code, output } = await runJumar(["migrate"], fleet.env);
    expect({ code, output }).toMatchObject({ code: 0 });
    await serves(1);
    await start("#new");
    await serves(2);
  });

  it("fails none when the new one ends again, after it has written", async () => {
    await end("#new");
    await serves(1);
    await start("#new");
    await serves(2);
  });

  it("fails none while the one before ends, one process after the other", async () => {
    await end("");
    await serves(1);
  });

  const { newer, ref, startsOnNewer } = previous;
  const migrateBefore = () =>
    runJumar(["migrate"], previous.settings(fleet.env), "", previous.program);
  if (newer.length === 0 || (startsOnNewer && !newer.some(isContracting))) {
    it("fails none when the one before starts again on the new schema", async () => {
      expect(await migrateBefore()).toMatchObject({ code: 0 });
      await start("");
      await serves(2);
      await end("#new");
      await serves(1);
    });
  } else {
    it(`has no way back to ${ref}, which refuses the new schema (decision 0023)`, async () => {
      const { code, output } = await migrateBefore();
      expect(code).not.toBe(0);
      expect(output).toContain("the database's schema is newer than this Jumar");
    });
  }

  it("leaves each effect exactly once, in users, events, audit, search and mails", async () => {
    await journeys.stop();
    const mails = journeys.registered.size + journeys.changed.length;
    const figures = await eventually(async () => {
      const { figures: now } = await untilDrained(fleet, 60_000);
      // The mails about changes come last, and no other count waits for them.
      return now.mails + now.skipped === mails && now;
    }, 60_000);
    process.stdout.write(
      `seed ${chance.seed}, from ${previous.ref}: ${JSON.stringify(journeys.statuses)}, ` +
        `${JSON.stringify(figures)}\n`,
    );
    for (const [id] of journeys.failures.join().matchAll(/request_\w+/g)) {
      const told = fleet.output().split("\n");
      process.stdout.write(`${told.filter((line) => line.includes(id)).join("\n")}\n`);
    }
    expect(journeys.failures).toEqual([]);
    expect(await breaches(fleet, journeys)).toEqual([]);
    expect(figures).toMatchObject({
      dead: 0,
      audit: figures.events,
      users: journeys.registered.size,
    });
    const errors = fleet.output().match(/^.*"level":"error".*$/gm) ?? [];
    // Of releases so far it was an error that another part was not there yet.
    const isOld = (line: string) => /"code":"unavailable".*jumar-previous-/.test(line);
    expect(errors.filter((line) => !isOld(line))).toEqual([]);
    expect(await runJumar(["audit", "verify"], fleet.env)).toMatchObject({ code: 0 });
  });
}
