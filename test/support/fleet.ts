import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "../../shared/client";
import { loadConfig } from "../../shared/config";
import { connect, settingsFromUrl, type Database } from "../../shared/database";
import { eventually } from "./eventually";
import { createHttpClient } from "./http";
import { newDatabase } from "./postgresql";
import { freePort, runJumar, spawnJumar, type JumarProcess } from "./processes";
import { createVhost } from "./rabbitmq";
import { openMailInbox } from "../../shared/testing/mail-inbox";
import { testSettings } from "../../shared/testing/settings";
import { logInNewAdmin, type Target } from "./target";

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
const READY_WITHIN = 60_000;

/** Starts a fleet in a virtual host and a database of its own. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const dataDir = mkdtempSync(join(tmpdir(), "jumar-fleet-"));
  const vhost = options.amqpUrl === undefined ? await createVhost() : undefined;
  const database = options.databaseUrl === undefined ? newDatabase() : undefined;
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const env: Record<string, string> = {
    DATABASE_URL: options.databaseUrl ?? database?.url ?? "",
    AMQP_URL: options.amqpUrl ?? vhost?.url ?? "",
    SECRET_KEY_BASE: randomBytes(48).toString("hex"),
    JUMAR_DATA_DIR: dataDir,
    PORT: String(port),
    PUBLIC_URL: url,
    LOG_LEVEL: "info",
    SHUTDOWN_DELAY: "200",
    ...testSettings,
    ...options.env,
  };
  const commands = COMMANDS[options.topology];
  const running = new Map<string, JumarProcess>();
  const opsPorts = new Map<string, number>();
  const ended: string[] = [];
  const pools: Database[] = [];
  const commandOf = (name: string): string[] => commands[name.replace(/#.*/, "")] ?? [];

  const { program: migrator, settings: toMigrator = same } = options.versionOf?.("migrate") ?? {};
  const migrated = await runJumar(["migrate"], toMigrator(env), undefined, migrator);
  if (migrated.code !== 0) throw new Error(`not migrated: ${migrated.output}`);

  const fleet: Fleet = {
    url,
    env,
    names: () => [...running.keys()],
    process(name) {
      const found = running.get(name);
      if (!found) throw new Error(`there is no process ${name}`);
      return found;
    },
    opsUrl: (name) => `http://127.0.0.1:${opsPorts.get(name)}`,
    client: () => createHttpClient(url),
    api: (credential) => createClient({ baseUrl: url, ...(credential ? { credential } : {}) }),
    mailTo: openMailInbox(url).to,
    admin: () => logInNewAdmin(url, env),
    database() {
      const pool = connect({
        settings: settingsFromUrl(loadConfig(env)),
        service: "test",
        poolSize: 4,
      });
      pools.push(pool);
      return Promise.resolve(pool);
    },
    async start(name, more = {}) {
      const opsPort = await freePort();
      opsPorts.set(name, opsPort);
      const { program, settings = same } = options.versionOf?.(name) ?? {};
      const all = { ...env, ...options.envOf?.(name), OPS_PORT: String(opsPort), ...more };
      const child = spawnJumar(commandOf(name), settings(all), undefined, program);
      running.set(name, child);
      await untilProcessReady(child, `http://127.0.0.1:${opsPort}`);
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
      await Promise.all(pools.map((pool) => pool.destroy()));
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
  await Promise.all(Object.keys(commands).map((name) => fleet.start(name)));
  await eventually(async () => (await fetch(`${url}/health/ready`)).ok);
  return fleet;
}

async function untilProcessReady(process: JumarProcess, opsUrl: string): Promise<void> {
  let hasEnded = false;
  void process.exited.then(() => (hasEnded = true));
  await eventually(
    async () => hasEnded || (await fetch(`${opsUrl}/health/ready`)).ok,
    READY_WITHIN,
  );
  if (hasEnded) throw new Error(`jumar ended instead of becoming ready:\n${process.output()}`);
}
