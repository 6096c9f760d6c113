import { performance } from "node:perf_hooks";
import { type Database, transaction } from "../../shared/database";
import { type Envelope, findEvents, insertEvents, userRegistered } from "../../shared/events";
import { encodeTypeId, generateUuidV7 } from "../../shared/ids";
import { type Fleet, startFleet } from "../support/fleet";
import { scrape } from "../support/scrape";
import { countOf, RETRIES, totalOf, until } from "./fleet-figures";
import { timeByProcess } from "./processor-time";
import { drainRaw } from "./raw-amqp";
import { against, median } from "./statistics";

const EVENTS = 12_000;
const CHUNK = 1_000;

/**
 * From the commit of many registrations until a split fleet's audit and search have them all, beside
 * the same events through RabbitMQ alone; and what processor time that takes, by process.
 */
export async function benchFleet(rounds = 3): Promise<object> {
  const fleet = await startFleet({
    topology: "split",
    env: {
      LOG_LEVEL: "warn",
    },
  });
  try {
    return await benchWhole(fleet, await fleet.database(), rounds);
  } finally {
    await fleet.stop();
  }
}

async function benchWhole(fleet: Fleet, db: Database, rounds: number): Promise<object> {
  const rates: Record<"fleet" | "raw", number[]> & Partial<Record<Stage, number[]>> = {
    fleet: [],
    raw: [],
  };
  const lost: number[] = [];
  const times: Figures[] = [];
  const statements: Figures[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const count = round === 0 ? CHUNK : EVENTS;
    await empty(db);
    const before = await totalOf(fleet, RETRIES);
    const statementsBefore = await statementsOf(fleet);
    const timed = await timeByProcess(fleet, db);
    const since = await publish(db, count);
    const waits = Object.entries(stages(db, count)).map(async ([stage, isDone]) => {
      await until(isDone, 100);
      return [stage, (performance.now() - since) / 1_000] as const;
    });
    const reached = Object.fromEntries(await Promise.all(waits)) as Record<Stage, number>;
    const seconds = Math.max(reached.audit, reached.search);
    const took = await timed();
    const asked = difference(await statementsOf(fleet), statementsBefore);
    const retries = (await totalOf(fleet, RETRIES)) - before;
    const raw = await drainRaw(fleet.env.AMQP_URL ?? "", await envelopes(db, count));
    if (round === 0) continue; // to warm up
    rates.fleet.push(count / seconds);
    rates.raw.push(count / raw);
    for (const [stage, took] of Object.entries(reached))
      (rates[stage as Stage] ??= []).push(count / took);
    lost.push((retries * 1_000) / count);
    times.push(took);
    statements.push(asked);
  }
  return {
    unit: "events per second to the effects in audit and search, median of rounds; beside RabbitMQ alone",
    events: EVENTS,
    ...against(rates.fleet, rates.raw),
    by_stage: Object.fromEntries(
      STAGES.map((stage) => [stage, Math.round(median(rates[stage] ?? []))]),
    ),
    lost_to_40001_per_thousand: lost.map((figure) => Number(figure.toFixed(1))),
    processor_ms_per_event: perEvent(times, 1_000),
    statements_per_thousand: perEvent(statements, 1_000),
  };
}

type Figures = Record<string, number>;

/** What a thousand events took, the median of rounds, of each process or service and of all together. */
function perEvent(times: Figures[], factor: number): Figures {
  const sum = (one: Figures) => Object.values(one).reduce((a, b) => a + b, 0);
  const ms = (figures: number[]) => Number(((median(figures) * factor) / EVENTS).toFixed(3));
  const names = Object.keys(times[0] ?? {});
  const each = names.map((name) => [name, ms(times.map((one) => one[name] ?? 0))] as const);
  return { ...Object.fromEntries(each), all: ms(times.map(sum)) };
}

/**
 * Commits so many registrations, of people who get no mail; answers when. One comes just before all
 * others, which come together: relays that have found nothing for long look every two seconds only.
 */
async function publish(db: Database, count: number): Promise<number> {
  const rows = registrations(count);
  const last = await db.transaction();
  for (let n = 1; n < count; n += CHUNK)
    await insertEvents(last, "accounts", rows.slice(n, n + CHUNK));
  await db.transaction((trx) => insertEvents(trx, "accounts", rows.slice(0, 1)));
  await until(async () => (await unpublished(db)) === 0, 5);
  await last.commit();
  return performance.now();
}

function registrations(count: number) {
  return Array.from({ length: count }, (_, n) => {
    const aggregate = encodeTypeId("user", generateUuidV7());
    const data = { email: `bench-${n}@example.com`, confirm: false };
    return {
      ...{ id: generateUuidV7(), type: userRegistered.type, version: 1, aggregate_version: 1 },
      ...{ subject: aggregate, aggregate, actor: "anonymous", data: JSON.stringify(data) },
      client_ip: "192.0.2.1",
    };
  });
}

/** Statements so far, by service. */
async function statementsOf(fleet: Fleet): Promise<Figures> {
  const names = fleet.names();
  const counts = names.map(async (name) => {
    const { sum } = await scrape(fleet.opsUrl(name));
    return [name, sum("jumar_database_queries_total", { service: name }) ?? 0] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

function difference(now: Figures, before: Figures): Figures {
  return Object.fromEntries(
    Object.entries(now).map(([name, n]) => [name, n - (before[name] ?? 0)]),
  );
}

async function envelopes(db: Database, limit: number): Promise<Envelope[]> {
  const page = { order: "asc", after: [], limit } as const;
  const found = await transaction(db, (trx) => findEvents(trx, "accounts", {}, page));
  return found.map(({ envelope }) => envelope);
}

async function empty(db: Database): Promise<void> {
  await until(async () => (await unpublished(db)) === 0);
  await db.raw("delete from accounts.outbox");
  await db.raw("delete from audit.origins");
  await db.raw("delete from audit.entries");
  await db.raw("update audit.chains set seq = 0, hash = decode(repeat('00', 32), 'hex')");
  for (const table of ["documents", "terms", "words"]) await db.raw(`delete from search.${table}`);
  for (const service of ["audit", "search", "notifier"])
    await db.raw("delete from ??.inbox", [service]);
  await db.raw("vacuum analyze");
}

const STAGES = ["published", "audit", "search", "notifier"] as const;
type Stage = (typeof STAGES)[number];

/** Whether all events have come so far. */
function stages(db: Database, count: number): Record<Stage, () => Promise<boolean>> {
  const has = async (sql: string) => (await countOf(db, sql)) >= count;
  return {
    published: async () => (await unpublished(db)) === 0,
    audit: () => has("select sum(seq) as count from audit.chains"),
    search: () => has("select count(*) from search.documents"),
    notifier: () => has("select count(*) from notifier.inbox where status = 'done'"),
  };
}

const unpublished = (db: Database) => countOf(db, "select count(*) from accounts.unpublished");
