import { type ChildProcess, spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import autocannon from "autocannon";
import { loadConfig } from "../../shared/config";
import { type EmbeddedTarget, startEmbeddedTarget } from "../support/embedded-target";
import { insertUsers } from "./insert-users";
import { median, percentile } from "./statistics";

const ROUNDS = 3;
const SECONDS = 10;
const PARALLEL = 200;
/** In ms, much more often than a load balancer asks; more would be a load of its own. */
const PROBE_EVERY = 100;
const PASSWORD = "correct horse battery staple";

/**
 * 200 log-ins at once for 10 s, each of an account and an address of its own, against what the hash
 * alone allows, in turns; meanwhile, how long health and session checks take.
 */
export async function benchLogIn(): Promise<object> {
  const { argon2 } = loadConfig({});
  const target = await startEmbeddedTarget({
    LOG_LEVEL: "warn",
    TRUSTED_PROXIES: "127.0.0.1,::1",
    JUMAR_ARGON2_MEMORY: String(argon2.memoryCost),
    JUMAR_ARGON2_TIME: String(argon2.timeCost),
  });
  const ceiling = await startRawHashes({
    atOnce: availableParallelism(),
    password: PASSWORD,
    ...argon2,
  });
  try {
    const token = await prepareAccounts(target);
    const figures = { raw: [] as number[], logIns: [] as number[], ratios: [] as number[] };
    const waits = { health: [] as number[], session: [] as number[] };
    const statuses: Record<string, number> = {};
    for (let round = 0; round <= ROUNDS; round += 1) {
      const before = await ceiling.measure(SECONDS / 2);
      const storm = await runStorm(target, token);
      const after = await ceiling.measure(SECONDS / 2);
      if (round === 0) continue; // to warm up
      const raw = (before + after) / 2;
      figures.raw.push(raw);
      figures.logIns.push(storm.perSecond);
      figures.ratios.push(storm.perSecond / raw);
      waits.health.push(percentile(storm.health, 99));
      waits.session.push(percentile(storm.session, 99));
      for (const [status, n] of Object.entries(storm.statuses))
        statuses[status] = (statuses[status] ?? 0) + n;
    }
    return {
      unit: "per second, median of rounds taken in turns; waits in ms",
      parallel: PARALLEL,
      log_ins: round(median(figures.logIns)),
      raw_hashes: round(median(figures.raw)),
      ratio: Number(median(figures.ratios).toFixed(3)),
      ratios: figures.ratios.map((ratio) => Number(ratio.toFixed(3))),
      statuses,
      health_p99: waits.health.map(round),
      session_p99: waits.session.map(round),
    };
  } finally {
    ceiling.stop();
    await target.stop();
  }
}

/** An account for each connection, all with one password and its hash; the token of one session. */
async function prepareAccounts(target: EmbeddedTarget): Promise<string> {
  const client = target.client();
  const credentials = { email: "bench@example.com", password: PASSWORD };
  await client.post("/api/v1/users", credentials);
  const db = await target.database();
  const { rows } = await db.raw<{ rows: { password_hash: string }[] }>(
    "select password_hash from accounts.users where email = ?",
    [credentials.email],
  );
  const emails = Array.from({ length: PARALLEL }, (_, n) => `bench-${n + 1}@example.com`);
  await insertUsers(db, emails, rows[0]?.password_hash ?? "");
  const { body } = await client.post("/api/v1/sessions", { ...credentials, credential: "bearer" });
  return (body as { token: string }).token;
}

interface Storm {
  perSecond: number;
  statuses: Record<string, number>;
  /** In ms. */
  health: number[];
  session: number[];
}

async function runStorm({ url }: EmbeddedTarget, token: string): Promise<Storm> {
  let connection = 0;
  const statuses: Record<string, number> = {};
  const running = autocannon({
    url: `${url}/api/v1/sessions`,
    method: "POST",
    connections: PARALLEL,
    duration: SECONDS,
    timeout: 30,
    setupClient(client) {
      const n = (connection += 1);
      client.setHeadersAndBody(
        {
          "content-type": "application/json",
          "x-forwarded-for": `10.${n >> 8}.${n & 255}.1`,
        },
        JSON.stringify({ email: `bench-${n}@example.com`, password: PASSWORD }),
      );
      client.on("response", (status: number) => {
        statuses[status] = (statuses[status] ?? 0) + 1;
      });
    },
  });
  const state = { over: false };
  const authorization = { authorization: `Bearer ${token}` };
  const probes = Promise.all([
    probe(`${url}/health/ready`, {}, state),
    probe(`${url}/api/v1/session`, authorization, state),
  ]);
  const result = await running;
  state.over = true;
  const [health, session] = await probes;
  const perSecond = (statuses[201] ?? 0) / result.duration;
  return { perSecond, statuses, health, session };
}

/** How long a request takes, in ms, over and over until the storm is over. */
async function probe(
  url: string,
  headers: Record<string, string>,
  state: { over: boolean },
): Promise<number[]> {
  const times: number[] = [];
  while (!state.over) {
    const since = performance.now();
    const response = await fetch(url, { headers });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    times.push(performance.now() - since);
    await sleep(PROBE_EVERY);
  }
  return times;
}

interface RawHashes {
  /** Checks of a hash in a second, over so many seconds. */
  measure(seconds: number): Promise<number>;
  stop(): void;
}

async function startRawHashes(options: object): Promise<RawHashes> {
  const script = join(__dirname, "raw-hashes.mjs");
  const child: ChildProcess = spawn(process.execPath, [script, JSON.stringify(options)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  await lines.next();
  return {
    async measure(seconds) {
      child.stdin!.write(`${seconds}\n`);
      const line = await lines.next();
      return Number(line.value);
    },
    stop: () => child.kill(),
  };
}

function round(figure: number): number {
  return Number(figure.toFixed(1));
}
