import { execFile, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { connect } from "amqplib";
import { eventually } from "../eventually";
import { freePort } from "../processes";
import { isAlive } from "./signals";

const run = promisify(execFile);

/** A RabbitMQ of a test's own, which it may stop, kill and alarm. */
export interface BrokerNode {
  /** By which RabbitMQ knows it. */
  readonly name: string;
  readonly url: string;
  readonly port: number;
  /** Resolves when it takes connections. */
  start(): Promise<void>;
  /** Ends it as its operator would. */
  stop(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Sets off its memory alarm, or ends it. */
  alarm(on: boolean): Promise<void>;
  /** How many messages wait in its queues, ready or unacknowledged. */
  depth(): Promise<number>;
  /** Runs rabbitmqctl on it; resolves with what it prints. */
  ctl(...args: string[]): Promise<string>;
  /** Stops it and removes what it has stored. */
  drop(): Promise<void>;
}

/** In ms: for what hangs; on a busy machine a minute is not enough. */
const START_WITHIN = 240_000;

export interface BrokerNodeOptions {
  /** Its configuration, in the form of rabbitmq.conf; `port` is the one that `url` should lead to. */
  conf?: (port: number) => string;
  /** Whether it takes connections; those of guest, in plain words, when absent. */
  isUp?: (port: number) => Promise<boolean>;
  /** A port of this machine that is free; it names the node too. */
  port?: number;
  /** Plugins that it has. */
  plugins?: readonly string[];
  /** What leads to another release than the one on the PATH. */
  env?: Readonly<Record<string, string>>;
}

/** The name of the node on a port. */
export function nodeName(port: number): string {
  return `jumar-faults-${port}@localhost`;
}

/** Starts a node with data, port and name of its own; what it stores survives stop and kill. */
export async function startBrokerNode(options: BrokerNodeOptions = {}): Promise<BrokerNode> {
  const folder = mkdtempSync(join(tmpdir(), "jumar-broker-"));
  chmodSync(folder, 0o777); // the server may run as a user of its own
  const port = options.port ?? (await freePort());
  const name = nodeName(port);
  const pidFile = join(folder, "pid");
  writeFileSync(join(folder, "plugins"), `[${options.plugins?.join() ?? ""}].\n`);
  if (options.conf) writeFileSync(join(folder, "rabbitmq.conf"), options.conf(port));
  const env = {
    ...process.env,
    ...options.env,
    RABBITMQ_NODENAME: name,
    ...(options.conf
      ? {}
      : { RABBITMQ_NODE_IP_ADDRESS: "127.0.0.1", RABBITMQ_NODE_PORT: String(port) }),
    RABBITMQ_DIST_PORT: String(await freePort()),
    RABBITMQ_MNESIA_BASE: join(folder, "data"),
    RABBITMQ_LOG_BASE: join(folder, "log"),
    RABBITMQ_PID_FILE: pidFile,
    RABBITMQ_CONFIG_FILE: join(folder, options.conf ? "rabbitmq.conf" : "none"),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, "plugins"),
    // Makes the pid file name the server itself instead of a shell that waits for it.
    RUNNING_UNDER_SYSTEMD: "1",
  };
  const url = `amqp://guest:guest@127.0.0.1:${port}`;
  const isUp = options.isUp ?? takesGuest;
  let pid: number | undefined;

  const ctl = async (...args: string[]): Promise<string> =>
    (await run("rabbitmqctl", ["--quiet", "-n", name, ...args], { env })).stdout;

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = pid;
    if (ending === undefined) return;
    pid = undefined;
    process.kill(ending, signal);
    await eventually(() => !isAlive(ending), 30_000);
  };

  const node: BrokerNode = {
    name,
    url,
    port,
    async start() {
      rmSync(pidFile, { force: true });
      spawn("rabbitmq-server", [], { env, stdio: "ignore", detached: true }).unref();
      try {
        await eventually(() => isUp(port), START_WITHIN);
      } finally {
        if (existsSync(pidFile)) pid = Number.parseInt(readFileSync(pidFile, "utf8"), 10);
      }
    },
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    async alarm(on) {
      await ctl("set_vm_memory_high_watermark", on ? "0.0000001" : "0.4");
    },
    async depth() {
      const lines = (await ctl("list_queues", "messages", "--no-table-headers")).split("\n");
      return lines.reduce((sum, line) => sum + (Number.parseInt(line, 10) || 0), 0);
    },
    ctl,
    async drop() {
      await end("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await node.start();
    return node;
  } catch (error) {
    await node.drop();
    throw error;
  }
}

async function takesGuest(port: number): Promise<boolean> {
  const connection = await connect(`amqp://guest:guest@127.0.0.1:${port}`, { timeout: 2_000 });
  await connection.close();
  return true;
}
