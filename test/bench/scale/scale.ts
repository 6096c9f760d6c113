import { performance } from "node:perf_hooks";
import { loadMigrations } from "../../../services/load";
import { loadConfig } from "../../../shared/config";
import {
  connect,
  createDatabase,
  type Database,
  migrate,
  settingsFromUrl,
} from "../../../shared/database";
import { type TestDatabase, testDeps } from "../../support/database";
import { newDatabase } from "../../support/postgresql";
import { makeAddresses } from "./addresses";
import { fillEntries } from "./fill-entries";
import { fillUsers } from "./fill-users";
import { benchRebuilds } from "./rebuilds";
import { benchSearches } from "./searches";
import { benchSessions } from "./sessions";
import { benchTrail } from "./trail";

const FEW = 1_000;

/** What checks, searches and lists take with a million users, and two entries of the audit trail for each. */
export async function benchScale(users = 1_000_000): Promise<object> {
  const since = performance.now();
  const [many, few] = [await makePlace(), await makePlace()];
  try {
    const { all, words } = makeAddresses(users);
    const tokens = await fillUsers(many.filling, all);
    const fewTokens = await fillUsers(few.filling, all.slice(0, FEW));
    const entries = await fillEntries(testDeps(many.database, "audit"), many.filling);
    const made_in_seconds = Math.round((performance.now() - since) / 1_000);
    return {
      users,
      entries,
      made_in_seconds,
      sessions: await benchSessions(
        { db: many.database.of("accounts"), tokens },
        { db: few.database.of("accounts"), tokens: fewTokens },
      ),
      search: await benchSearches(testDeps(many.database, "search"), words),
      audit: await benchTrail(testDeps(many.database, "audit")),
      rebuild: await benchRebuilds(testDeps(many.database, "search")),
    };
  } finally {
    await many.drop();
    await few.drop();
  }
}

interface Place {
  database: TestDatabase;
  /** One connection that may take its time. */
  filling: Database;
  drop(): Promise<void>;
}

/** A database of its own, with every table. */
async function makePlace(): Promise<Place> {
  const own = newDatabase();
  const settings = settingsFromUrl(loadConfig({ NODE_ENV: "test", DATABASE_URL: own.url }));
  await createDatabase(settings);
  const pools = new Map<string, Database>();
  const open = (service: string, poolSize: number): Database => {
    const pool = pools.get(service) ?? connect({ settings, service, poolSize });
    pools.set(service, pool);
    return pool;
  };
  await migrate(open("migrate", 3), loadMigrations());
  const filling = open("filling", 1);
  for (const setting of ["statement_timeout = 0", "maintenance_work_mem = '512MB'"])
    await filling.raw(`set ${setting}`);
  return {
    database: { settings, of: (service: string) => open(service, 4) } as TestDatabase,
    filling,
    async drop() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
      await own.drop();
    },
  };
}
