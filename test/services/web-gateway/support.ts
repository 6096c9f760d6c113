import { mkdtempSync, rmSync } from "node:fs";
import { type IncomingHttpHeaders, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import type { ServiceSchema } from "moleculer";
import { pino } from "pino";
import { type Platform, start } from "../../../services/start";
import type { GatewayDeps } from "../../../services/web-gateway/deps";
import { type Config, loadConfig } from "../../../shared/config";
import { uuidOf } from "../../../shared/contracts";
import type { Database } from "../../../shared/database";
import { createTestDatabase } from "../../support/database";
import type { Json } from "../../support/json";

export const ORIGIN = "http://jumar.test";
export const PASSWORD = "correct horse battery staple";

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  json: Json;
}

export interface Asked {
  headers?: Record<string, string | string[]>;
  /** Sent as JSON, with its content type; a string or bytes as they are. */
  body?: unknown;
}

/** What a test takes hold of to make the database fail. */
export interface Pool {
  acquireConnection(): Promise<unknown>;
}

/** A gateway with other services beside it, on a port and a database of its own. */
export interface Gateway {
  port: number;
  deps: GatewayDeps;
  /** The database as its owner sees it: services act in roles that reach their own tables only. */
  owner: Database;
  platform: Platform;
  /** The lines of its log. */
  log: Record<string, unknown>[];
  ask(method: string, path: string, asked?: Asked): Promise<Answer>;
  /** What comes back until the other side closes. */
  raw(text: string | Buffer): Promise<string>;
  /** A new account; its token, as a bearer would have it. */
  signUp(options?: { role?: "admin" }): Promise<{ email: string; userId: string; token: string }>;
  stop(): Promise<void>;
}

export interface GatewayOptions {
  config?: Partial<Config>;
  guests?: ServiceSchema[];
  /** Beside the gateway; accounts when absent. */
  services?: string[];
  /** Another one, whose database and secret this one shares; it has to be stopped first. */
  beside?: Gateway;
}

export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  if (options.beside)
    return await startOn(options.beside.deps.config, options, async () => undefined);
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), "jumar-gateway-"));
  const { host, port, user, password, database: name } = database.settings;
  const config = loadConfig({
    NODE_ENV: "test",
    DATABASE_URL: `postgresql://${user}:${String(password ?? "")}@db/${name}?host=${encodeURIComponent(host ?? "")}&port=${port}`,
    JUMAR_DATA_DIR: dataDir,
    PUBLIC_URL: ORIGIN,
    PORT: "0",
    HOST: "127.0.0.1",
    JUMAR_ARGON2_MEMORY: "8",
    JUMAR_ARGON2_TIME: "1",
    SHUTDOWN_DELAY: "0",
  });
  const clean = async (): Promise<void> => {
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return await startOn(config, options, clean);
}

async function startOn(
  config: Config,
  options: GatewayOptions,
  clean: () => Promise<void>,
): Promise<Gateway> {
  const log: Record<string, unknown>[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  try {
    const platform = await start({
      config: { ...config, ...options.config },
      log: pino({ level: "debug" }, sink),
      services: [...(options.services ?? ["accounts"]), "web-gateway"],
      guests: options.guests ?? [],
      ops: false,
    });
    return running(platform, log, async () => {
      await platform.stop();
      await clean();
    });
  } catch (error) {
    await clean();
    throw error;
  }
}

function running(platform: Platform, log: Gateway["log"], stop: () => Promise<void>): Gateway {
  const deps = platform.deps.get("web-gateway") as GatewayDeps;
  const port = deps.door.port!;
  const owner = platform.database.of("test");
  const ask: Gateway["ask"] = (method, path, asked) => send(port, method, path, asked);
  let people = 0;
  return {
    port,
    deps,
    owner,
    platform,
    log,
    stop,
    ask,
    raw: (text) => speak(port, text),
    async signUp({ role } = {}) {
      const email = `person-${(people += 1)}@example.com`;
      const credentials = { email, password: PASSWORD };
      const { json } = await ask("POST", "/api/v1/users", { body: credentials });
      const body = { ...credentials, credential: "bearer" };
      const opened = await ask("POST", "/api/v1/sessions", { body });
      const userId = json.user.id as string;
      if (role)
        await owner.raw("update accounts.users set role = ? where id = ?", [role, uuidOf(userId)]);
      return { email, userId, token: opened.json.token as string };
    },
  };
}

/** One request on a connection of its own, the path as it is given. */
export async function send(
  port: number,
  method: string,
  path: string,
  { headers = {}, body }: Asked = {},
): Promise<Answer> {
  const isRaw = typeof body === "string" || Buffer.isBuffer(body) || body === undefined;
  const bytes = isRaw ? body : JSON.stringify(body);
  const type: Record<string, string> = isRaw ? {} : { "content-type": "application/json" };
  const length: Record<string, string> =
    bytes === undefined ? {} : { "content-length": String(Buffer.byteLength(bytes)) };
  return await new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        port,
        host: "127.0.0.1",
        method,
        path,
        agent: false,
        headers: { ...type, ...length, ...headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          resolve({
            status: response.statusCode!,
            headers: response.headers,
            text,
            json: parse(text),
          });
        });
      },
    );
    request.on("error", reject);
    request.end(bytes);
  });
}

/** Says something on a raw connection and hears the other side out. */
export async function speak(port: number, text: string | Buffer): Promise<string> {
  return await new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1" });
    let heard = "";
    socket.on("data", (chunk) => (heard += chunk.toString()));
    socket.on("close", () => resolve(heard));
    socket.on("error", reject);
    socket.write(text);
  });
}

/** The codes of the fields that a `validation_failed` names. */
export function fieldsOf(answer: Answer): Record<string, string> {
  const errors = answer.json.errors as { pointer: string; code: string }[];
  return Object.fromEntries(errors.map(({ pointer, code }) => [pointer, code]));
}

/** The headers of a client that has a bearer token. */
export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/** The headers of a browser on our own pages that has a session. */
export function browser(token: string): Record<string, string> {
  return { cookie: `jumar_session=${token}`, "sec-fetch-site": "same-origin", origin: ORIGIN };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
