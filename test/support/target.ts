import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient, type Client, type Credential } from "../../shared/client";
import type { Mail } from "../../shared/contracts";
import { connect, type Database } from "../../shared/database";
import { findEmbedded } from "../../shared/database/embedded";
import { eventually } from "./eventually";
import { createHttpClient, type HttpClient } from "./http";
import { freePort, runJumar, spawnJumar, untilReady, type JumarProcess } from "./processes";

/** A running platform that flows are played against, whatever it is made of. */
export interface Target {
  url: string;
  /** As a browser is one, for what lies below the API: headers, cookies, pages. */
  client(): HttpClient;
  /** As a program is one. */
  api(credential?: Credential): Client;
  /** The mails that went to an address so far, the newest first. */
  mailTo(address: string): Promise<Mail[]>;
  /** Makes an administrator through the CLI and logs them in. */
  admin(): Promise<HttpClient>;
  /** Everything its processes have printed. */
  output(): string;
  /** Straight at its database, for what no door shows. */
  database(): Promise<Database>;
  stop(): Promise<void>;
}

/** The embedded platform in a process of its own, as `npm start` runs it. */
export interface EmbeddedTarget extends Target {
  dataDir: string;
  process(): JumarProcess;
  /** `kill -9` of the process. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Light hashes, as the original has them in its tests, and room for what comes from one address. */
export const TEST_SETTINGS = {
  JUMAR_ARGON2_MEMORY: "256",
  JUMAR_ARGON2_TIME: "1",
  JUMAR_LOG_INS_PER_ADDRESS: "1000000",
  JUMAR_SIGN_UPS_PER_ADDRESS: "1000000",
  JUMAR_MAIL_REQUESTS_PER_ADDRESS: "1000000",
};

const ADMIN_PASSWORD = "an administrator's password";

/** Starts an embedded platform in a folder of its own. */
export async function startEmbeddedTarget(
  env: Record<string, string> = {},
): Promise<EmbeddedTarget> {
  const dataDir = mkdtempSync(join(tmpdir(), "jumar-flow-"));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const settings = {
    JUMAR_DATA_DIR: dataDir,
    PORT: String(port),
    OPS_PORT: String(await freePort()),
    LOG_LEVEL: "debug",
    SHUTDOWN_DELAY: "50",
    ...TEST_SETTINGS,
    ...env,
  };
  const outputs: string[] = [];
  const pools: Database[] = [];
  let running: JumarProcess;

  const target: EmbeddedTarget = {
    url,
    dataDir,
    process: () => running,
    output: () => [...outputs, running.output()].join(""),
    client: () => createHttpClient(url),
    api: (credential) => createClient({ baseUrl: url, ...(credential ? { credential } : {}) }),
    mailTo: (address) => mailsTo(url, address),
    admin: () => logInNewAdmin(url, settings),
    async database() {
      const server = await findEmbedded(dataDir);
      if (!server) throw new Error("the embedded database is not running");
      const pool = connect({ settings: server.connection, service: "test", poolSize: 4 });
      pools.push(pool);
      return pool;
    },
    async start() {
      running = spawnJumar(["start"], settings);
      await untilReady(running, url);
    },
    async kill() {
      outputs.push(running.output());
      running.child.kill("SIGKILL");
      await running.exited;
      for (const pool of pools.splice(0)) await pool.destroy();
      // Its database ends by itself; a test that goes on at once would meet it on its way out.
      await eventually(async () => (await findEmbedded(dataDir)) === undefined);
    },
    async stop() {
      for (const pool of pools.splice(0)) await pool.destroy();
      running.child.kill("SIGTERM");
      const { code } = await running.exited;
      rmSync(dataDir, { recursive: true, force: true });
      if (code !== 0) throw new Error(`jumar ended with ${code}:\n${running.output()}`);
    },
  };
  try {
    await target.start();
  } catch (error) {
    await target.kill();
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
  return target;
}

/** The mails of the mailbox to an address, the newest first. */
export async function mailsTo(url: string, address: string): Promise<Mail[]> {
  const { body } = await createHttpClient(url).get(
    `/dev/mailbox?to=${encodeURIComponent(address)}`,
    { accept: "application/json" },
  );
  return (body as { data: Mail[] }).data;
}

/** Makes an administrator through the CLI and logs them in. */
export async function logInNewAdmin(url: string, env: Record<string, string>): Promise<HttpClient> {
  const email = `admin-${Math.random().toString(36).slice(2)}@example.com`;
  const { code, output } = await runJumar(
    ["users", "create", email, "--role", "admin", "--confirmed", "--password-stdin"],
    env,
    ADMIN_PASSWORD,
  );
  if (code !== 0) throw new Error(`no administrator: ${output}`);
  const client = createHttpClient(url);
  const { status } = await client.post("/api/v1/sessions", { email, password: ADMIN_PASSWORD });
  if (status !== 201) throw new Error(`the administrator cannot log in: ${status}`);
  return client;
}
