import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient, type Client, type Credential } from "../../shared/client";
import type { Mail } from "../../shared/contracts";
import { connect, type Database } from "../../shared/database";
import { findEmbedded } from "../../shared/database/embedded";
import { accountsOf } from "../../shared/testing/accounts";
import { openMailInbox } from "../../shared/testing/mail-inbox";
import { testSettings } from "../../shared/testing/settings";
import { eventually } from "./eventually";
import { createHttpClient, type HttpClient } from "./http";
import { freePort, spawnJumar, untilReady, type JumarProcess } from "./processes";

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
    ...testSettings,
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
    mailTo: openMailInbox(url).to,
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

/** Makes an administrator through the CLI and logs them in, as a browser. */
export async function logInNewAdmin(
  url: string,
  env: Readonly<Record<string, string>>,
): Promise<HttpClient> {
  const accounts = accountsOf(url, env, openMailInbox(url));
  const { email, password } = await accounts.createUser({ role: "admin", confirmed: true });
  const client = createHttpClient(url);
  const { status } = await client.post("/api/v1/sessions", { email, password });
  if (status !== 201) throw new Error(`the administrator cannot log in: ${status}`);
  return client;
}
