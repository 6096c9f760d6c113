import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient, type Credential } from "../../shared/client";
import type { Mail } from "../../shared/contracts";
import type { Database } from "../../shared/database";
import { accountsOf } from "../../shared/testing/accounts";
import { openMailInbox } from "../../shared/testing/mail-inbox";
import { testSettings } from "../../shared/testing/settings";
import { elsewhere } from "./address";
import { createTestDatabase, urlOf } from "./database";
import { type Front, startFront } from "./front";
import { createHttpClient, type HttpClient } from "./http";
import { type JumarProcess, spawnJumar, untilListening } from "./processes";

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

/** The whole platform in a process of its own, on a database of this run. */
export interface ProcessTarget extends Target {
  /** What `jumar` finds it by. */
  env: Readonly<Record<string, string>>;
  opsUrl(): string;
  process(): JumarProcess;
}

/** What a password costs by default would be most of what a run of all tests costs. */
const CHEAP_HASHES = { JUMAR_ARGON2_MEMORY: "1024", JUMAR_ARGON2_TIME: "1" };

/** Starts a platform with settings of its own; its database comes from the migrated template. */
export async function startTarget(env: Record<string, string> = {}): Promise<ProcessTarget> {
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), "jumar-target-"));
  const front = await startFront();
  const settings = {
    ...settingsAt(front, dataDir),
    DATABASE_URL: urlOf(database.settings),
    SECRET_KEY_BASE: randomBytes(48).toString("hex"),
    ...CHEAP_HASHES,
    ...env,
  };
  const running = spawnJumar(["start"], settings);
  const clean = async (): Promise<void> => {
    await front.close();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const { port, opsUrl } = await untilListening(running);
    front.lead(port ?? 0);
    return {
      ...doorsOf(front.url, settings),
      env: settings,
      opsUrl: () => opsUrl,
      process: () => running,
      output: running.output,
      database: () => Promise.resolve(database.of("test")),
      async stop() {
        running.child.kill("SIGTERM");
        const { code } = await running.exited;
        await clean();
        if (code !== 0) throw new Error(`jumar ended with ${code}:\n${running.output()}`);
      },
    };
  } catch (error) {
    running.child.kill("SIGKILL");
    await running.exited;
    await clean();
    throw error;
  }
}

/** What is the same for every platform that has a URL. */
export function doorsOf(
  url: string,
  env: Readonly<Record<string, string>>,
): Pick<Target, "url" | "client" | "api" | "mailTo" | "admin"> {
  return {
    url,
    client: () => createHttpClient(url),
    api: (credential) =>
      createClient({ baseUrl: url, headers: elsewhere(), ...(credential ? { credential } : {}) }),
    mailTo: openMailInbox(url).to,
    admin: async () => await logInAs(url, await newAdmin(url, env)),
  };
}

/** The settings of a platform behind a front, with its data in a folder. */
export function settingsAt(front: Front, dataDir: string): Record<string, string> {
  return {
    JUMAR_DATA_DIR: dataDir,
    PORT: "0",
    OPS_PORT: "0",
    PUBLIC_URL: front.url,
    LOG_LEVEL: "debug",
    SHUTDOWN_DELAY: "50",
    ...testSettings,
  };
}

/** What somebody logs in with. */
export interface Login {
  email: string;
  password: string;
}

/** Makes an administrator through the CLI. */
export async function newAdmin(url: string, env: Readonly<Record<string, string>>): Promise<Login> {
  const accounts = accountsOf(url, env, openMailInbox(url));
  return await accounts.createUser({ role: "admin", confirmed: true });
}

/** Logs somebody in, as a browser. */
export async function logInAs(url: string, { email, password }: Login): Promise<HttpClient> {
  const client = createHttpClient(url);
  const { status } = await client.post("/api/v1/sessions", { email, password });
  if (status !== 201) throw new Error(`${email} cannot log in: ${status}`);
  return client;
}
