import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../shared/database";
import { type Fleet, startFleet } from "../support/fleet";
import { countOf, RETRIES, totalOf, until } from "./fleet-figures";

const REGISTRATIONS = 100;

/** Statements of every service of a split fleet until each effect of a registration is there, its mail included. */
export async function benchRegistrations(): Promise<object> {
  const fleet = await startFleet({
    topology: "split",
    env: { LOG_LEVEL: "warn", JUMAR_ARGON2_MEMORY: "1024", JUMAR_ARGON2_TIME: "1" },
  });
  try {
    return await measure(fleet, await fleet.database());
  } finally {
    await fleet.stop();
  }
}

async function measure(fleet: Fleet, db: Database): Promise<object> {
  const register = async (name: string): Promise<void> => {
    const credentials = {
      email: `${name}@bench.example`,
      password: "correct horse battery staple",
    };
    const { status } = await fleet.client().post("/api/v1/users", credentials);
    if (status !== 201) throw new Error(`a registration was answered with ${status}`);
  };
  await register("warm-up");
  const sent = async () =>
    await countOf(db, "select count(*) from notifier.deliveries where status = 'sent'");
  const first = await sent();
  await sleep(3_000);
  const idleSince = await statements(fleet);
  await sleep(5_000);
  const idle = (await statements(fleet)) - idleSince;
  const start = { statements: await statements(fleet), retries: await totalOf(fleet, RETRIES) };
  const since = performance.now();
  // One after another with pauses, as they come to a small site: none shares a batch with another.
  for (let n = 0; n < REGISTRATIONS; n += 1) {
    await register(`one-${n}`);
    await sleep(100);
  }
  await until(async () => (await sent()) >= first + REGISTRATIONS);
  await sleep(1_000);
  const polls = (idle / 5_000) * (performance.now() - since);
  const all = (await statements(fleet)) - start.statements;
  return {
    unit: "statements a registration over all services, polls taken off; transactions run again",
    statements: Number(((all - polls) / REGISTRATIONS).toFixed(1)),
    idle_statements_per_second: Number((idle / 5).toFixed(1)),
    lost_to_40001: (await totalOf(fleet, RETRIES)) - start.retries,
  };
}

const statements = (fleet: Fleet) => totalOf(fleet, "jumar_database_queries_total");
