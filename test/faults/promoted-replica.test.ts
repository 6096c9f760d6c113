import { setTimeout as sleep } from "node:timers/promises";
import { loadConfig } from "../../shared/config";
import { connect, type Database, settingsFromUrl } from "../../shared/database";
import { eventually } from "../support/eventually";
import { type DatabasePair, startDatabasePair } from "../support/faults/database-pair";
import { findPrograms } from "../support/faults/installed-postgresql";
import { startLoad } from "../support/faults/load";
import { createChance } from "../support/faults/random";
import { breaches, untilDrained } from "../support/faults/tally";
import { type Fleet, startFleet } from "../support/fleet";
import { withPart } from "../support/left-out";
import { withRealParts } from "../support/real-parts";

const programs = findPrograms();

const absent =
  programs === undefined ? "no pg_basebackup here (apt-get install postgresql)" : undefined;

withPart("the programs of PostgreSQL", absent, () => {
  withRealParts("a replica is promoted", tests);
});

function tests(): void {
  let pair: DatabasePair | undefined;
  let replica: Database | undefined;
  let fleet: Fleet | undefined;
  beforeAll(async () => {
    pair = await startDatabasePair(programs ?? "");
    const { url: databaseUrl } = pair;
    const settings = settingsFromUrl(loadConfig({ DATABASE_URL: pair.replicaUrl }));
    replica = connect({ settings, service: "test", poolSize: 4 });
    fleet = await startFleet({ topology: "lean", databaseUrl, env: { LOG_LEVEL: "warn" } });
  });
  afterAll(async () => {
    try {
      await fleet?.stop();
    } finally {
      try {
        await replica?.destroy();
      } finally {
        await pair?.drop();
      }
    }
  });

  it("takes over from a killed primary under load: nothing that was confirmed is lost, nothing is half done", async () => {
    const chance = createChance();
    const load = startLoad({ urls: [fleet!.url], chance, perSecond: 15 });
    await eventually(() => load.registered.size > 30);
    await pair?.killPrimary();
    await sleep(3_000);
    const before = load.registered.size;
    await pair?.promote();
    const since = Date.now();
    await eventually(() => load.registered.size > before + 20, 30_000);
    const recovered = Date.now() - since;
    await load.stop();
    const left = { env: fleet!.env, database: () => Promise.resolve(replica!) };
    const { figures, ms } = await untilDrained(left, 60_000);
    process.stdout.write(
      `seed ${chance.seed}: answers ${JSON.stringify(load.statuses)}, twenty more ${recovered} ms ` +
        `after the promotion, drained in ${ms} ms: ${JSON.stringify(figures)}\n`,
    );
    const odd = Object.keys(load.statuses).filter((s) => !["201", "503", "504"].includes(s));
    expect(odd).toEqual([]);
    expect(await breaches(left, load)).toEqual([]);
  });
}
