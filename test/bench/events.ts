import { loadMigrations } from "../../services/load";
import { loadConfig } from "../../shared/config";
import {
  connect,
  createDatabase,
  type Database,
  migrate,
  settingsFromUrl,
} from "../../shared/database";
import type { TestDatabase } from "../support/database";
import { newDatabase } from "../support/postgresql";
import { createVhost } from "../support/rabbitmq";
import { benchDrain } from "./drain";
import type { Parts } from "./event-tier";
import { benchFleet } from "./fleet";
import { benchIdle } from "./idle";
import { benchCalls, benchLatency } from "./latency";
import { benchRegistrations } from "./registrations";
import { benchSideBySide } from "./side-by-side";

/** What the durable tier costs, part by part. */
export const eventParts: Record<string, (rounds?: number) => Promise<object>> = {
  drain: (rounds) => withParts((parts) => benchDrain(parts, rounds)),
  latency: () => withParts(benchLatency),
  calls: () => withParts(benchCalls),
  fleet: benchFleet,
  "side-by-side": (rounds) => withParts((parts) => benchSideBySide(parts, rounds)),
  registrations: benchRegistrations,
  idle: benchIdle,
};

/** Runs with a database and a virtual host of its own. */
async function withParts<T>(work: (parts: Parts) => Promise<T>): Promise<T> {
  const vhost = await createVhost();
  const own = newDatabase();
  const settings = settingsFromUrl(loadConfig({ NODE_ENV: "test", DATABASE_URL: own.url }));
  await createDatabase(settings);
  const pools = new Map<string, Database>();
  const database = {
    settings,
    of(service: string) {
      const pool = pools.get(service) ?? connect({ settings, service, poolSize: 10 });
      pools.set(service, pool);
      return pool;
    },
  } as TestDatabase;
  try {
    await migrate(database.of("migrate"), loadMigrations());
    return await work({ url: vhost.url, database });
  } finally {
    await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    await own.drop();
    await vhost.drop();
  }
}
