import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../../shared/config";
import { connect, type Database, settingsFromUrl } from "../../shared/database";
import { eventually } from "./eventually";
import { type Front, startFront } from "./front";
import { newDatabase } from "./postgresql";
import { type JumarProcess, runJumar, spawnJumar, untilListening } from "./processes";
import { createVhost } from "./rabbitmq";
import { doorsOf, settingsAt, type Target } from "./target";

/** Which services share a process. `lean` is the recommended one, `split` each on its own. */
export type Topology = "lean" | "split";

const COMMANDS: Record<Topology, Record<string, string[]>> = {
  lean: { web: ["start", "web-gateway", "accounts"], worker: ["worker"] },
  split: {
    "web-gateway": ["server"],
    accounts: ["start", "accounts"],
    notifier: ["start", "notifier"],
    search: ["start", "search"],
    audit: ["start", "audit"],
  },
};

/** The platform as separate processes on RabbitMQ and a database. */
export interface Fleet extends Target {
  env: Readonly<Record<string, string>>;
  /** The names of its processes; `a#2` is a second one of `a`. */
  names(): string[];
  process(name: string): JumarProcess;
  /** Where a gateway is reached, also before it is started. */
  urlOf(name: string): Promise<string>;
  opsUrl(name: string): string;
  /** Starts a process again, or a second one; resolves when it is ready. */
  start(name: string, env?: Record<string, string>): Promise<void>;
  /** `kill -9`. */
  kill(name: string): Promise<void>;
  /** SIGTERM; resolves with the exit code and how long it took in ms. */
  end(name: string): Promise<{ code: number | null; ms: number }>;
}

/** A build of Jumar beside this one. */
export interface Version {
  /** Its `cli/bin/run.js`. */
  program: string;
  /** Without the settings that it does not know yet, which it would refuse. */
  settings(env: Readonly<Record<string, string>>): Record<string, string>;
}

export interface FleetOptions {
  topology: Topology;
  env?: Record<string, string>;
  /** Those of its own when absent. */
  databaseUrl?: string;
  amqpUrl?: string;
  /** What a process has besides, at each of its starts. */
  envOf?: (name: string) => Record<string, string>;
  /** Which version a process is of, and who migrates (`migrate`); this one when undefined. */
  versionOf?: (name: string) => Version | undefined;
}

const same = (env: Record<string, string>): Record<string, string> => env;
const READY_WITHIN = 180_000;

/** Starts a fleet in a virtual host and a database of its own. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const dataDir = mkdtempSync(join(tmpdir(), "jumar-fleet-"));
  const vhost = options.amqpUrl === undefined ? await createVhost() : undefined;
  const database = options.databaseUrl === undefined ? newDatabase() : undefined;
  const front = await startFront();
  const env: Record<string, string> = {
    ...settingsAt(front, dataDir),
    DATABASE_URL: options.databaseUrl ?? database?.url ?? "",
    AMQP_URL: options.amqpUrl ?? vhost?.url ?? "",
    SECRET_KEY_BASE: randomBytes(48).toString("hex"),
    LOG_LEVEL: "info",
    SHUTDOWN_DELAY: "200",
    // Several fleets share a server that takes a hundred connections.
    DATABASE_POOL_SIZE: "8",
    ...options.env,
  };
  const commands = COMMANDS[options.topology];
  const running = new Map<string, JumarProcess>();
  /** Those of further gateways, by name. */
  const fronts = new Map<string, Front>();
  const opsUrls = new Map<string, string>();
  const ended: string[] = [];
  let pool: Database | undefined;
  const frontOf = async (name: string): Promise<Front> => {
    if (!name.includes("#")) return front;
    const own = fronts.get(name) ?? (await startFront());
    fronts.set(name, own);
    return own;
  };
  const commandOf = (name: string): string[] => commands[name.replace(/#.*/, "")] ?? [];

  const { program: migrator, settings: toMigrator = same } = options.versionOf?.("migrate") ?? {};
  const migrated = await runJumar(["migrate"], toMigrator(env), undefined, migrator);
  if (migrated.code !== 0) throw new Error(`not migrated: ${migrated.output}`);

  const fleet: Fleet = {
    ...doorsOf(front.url, env),
    env,
    names: () => [...running.keys()],
    process(name) {
      const found = running.get(name);
      if (!found) throw new Error(`there is no process ${name}`);
      return found;
    },
    urlOf: async (name) => (await frontOf(name)).url,
    opsUrl: (name) => opsUrls.get(name) ?? "",
    database() {
      const settings = settingsFromUrl(loadConfig(env));
      return Promise.resolve((pool ??= connect({ settings, service: "test", poolSize: 4 })));
    },
    async start(name, more = {}) {
      const { program, settings = same } = options.versionOf?.(name) ?? {};
      const all = { ...env, ...options.envOf?.(name), ...more };
      const child = spawnJumar(commandOf(name), settings(all), undefined, program);
      running.set(name, child);
      const { port, opsUrl } = await untilListening(child, READY_WITHIN);
      if (port !== undefined) (await frontOf(name)).lead(port);
      opsUrls.set(name, opsUrl);
      await untilReady(child, opsUrl);
    },
    async kill(name) {
      const child = fleet.process(name);
      child.child.kill("SIGKILL");
      await child.exited;
      ended.push(child.output());
    },
    async end(name) {
      const child = fleet.process(name);
      const since = Date.now();
      child.child.kill("SIGTERM");
      const { code } = await child.exited;
      ended.push(child.output());
      running.delete(name);
      return { code, ms: Date.now() - since };
    },
    output: () => [...ended, ...[...running.values()].map((child) => child.output())].join(""),
    async stop() {
      const ends = await Promise.all(fleet.names().map((name) => fleet.end(name)));
      await pool?.destroy();
      await Promise.all([front, ...fronts.values()].map((one) => one.close()));
      await database?.drop();
      await vhost?.drop();
      rmSync(dataDir, { recursive: true, force: true });
      if (ends.some(({ code }) => code !== 0)) {
        throw new Error(
          `a process ended with ${ends.map(({ code }) => code).join(", ")}:\n${fleet.output()}`,
        );
      }
    },
  };
  try {
    await Promise.all(Object.keys(commands).map((name) => fleet.start(name)));
    await eventually(async () => (await fetch(`${front.url}/health/ready`)).ok);
    return fleet;
  } catch (error) {
    // What did start would go on, and keep the test run from ending.
    await fleet.stop().catch(() => undefined);
    throw error;
  }
}

/** It reaches all it needs, which it may learn after it listens. */
async function untilReady({ exited, output }: JumarProcess, opsUrl: string): Promise<void> {
  let hasEnded = false;
  void exited.then(() => (hasEnded = true));
  await eventually(
    async () => hasEnded || (await fetch(`${opsUrl}/health/ready`)).ok,
    READY_WITHIN,
  );
  if (hasEnded) throw new Error(`jumar ended instead of becoming ready:\n${output()}`);
}
