import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { chmodSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./paths.mjs";

const installed = process.env.JUMAR_RABBITMQ_4_3 ?? "/var/cache/jumar/rabbitmq-4.3";
const START_WITHIN = 240_000;

/** Why RabbitMQ 4.3 cannot be run here, or undefined when it can. */
export function whyNoRabbitmq43() {
  if (existsSync(join(installed, "usr/lib/rabbitmq/bin/rabbitmq-server"))) return undefined;
  return `it is not in ${installed}; .ci/rabbitmq-4.3 installs it, as root`;
}

/** Makes `rabbitmq-server` and `rabbitmqctl` those of RabbitMQ 4.3 for programs that are started with it. */
export const environment43 = {
  PATH: `${join(root, "test/support/faults/rabbitmq-4.3")}:${process.env.PATH}`,
};

/**
 * Starts one node of RabbitMQ 4.3 for all files of a run, each of which makes virtual hosts of its own
 * there; resolves with the environment that leads to it and what ends it.
 */
export async function startRabbitmq43(folder) {
  const place = join(folder, "rabbitmq-4.3");
  mkdirSync(place);
  chmodSync(folder, 0o755);
  const [port, distribution, management] = await Promise.all([freePort(), freePort(), freePort()]);
  writeFileSync(join(place, "plugins"), "[rabbitmq_management].\n");
  writeFileSync(
    join(place, "rabbitmq.conf"),
    `listeners.tcp.1 = 127.0.0.1:${port}\n` +
      `management.tcp.ip = 127.0.0.1\nmanagement.tcp.port = ${management}\n`,
  );
  const name = `jumar-run-${port}@localhost`;
  const server = {
    ...process.env,
    ...environment43,
    RABBITMQ_NODENAME: name,
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_MNESIA_BASE: join(place, "data"),
    RABBITMQ_LOG_BASE: join(place, "log"),
    RABBITMQ_PID_FILE: join(place, "pid"),
    RABBITMQ_CONFIG_FILE: join(place, "rabbitmq.conf"),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(place, "plugins"),
    RUNNING_UNDER_SYSTEMD: "1",
  };
  const said = join(place, "output");
  const output = openSync(said, "w");
  const child = spawn("rabbitmq-server", [], { env: server, stdio: ["ignore", output, output] });
  process.once("exit", () => child.kill("SIGKILL"));
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  };
  try {
    await untilAnswers(`http://127.0.0.1:${management}/api/overview`, child);
  } catch (error) {
    await stop();
    error.message += `:\n${readFileSync(said, "utf8").slice(-2_000)}`;
    throw error;
  }
  return {
    env: {
      ...environment43,
      RABBITMQ_NODENAME: name,
      TEST_AMQP_URL: `amqp://guest:guest@127.0.0.1:${port}`,
      TEST_AMQP_MANAGEMENT_URL: `http://127.0.0.1:${management}`,
    },
    pid: Number(readFileSync(join(place, "pid"), "utf8")),
    stop,
  };
}

async function untilAnswers(url, child) {
  const headers = { authorization: `Basic ${Buffer.from("guest:guest").toString("base64")}` };
  for (const until = Date.now() + START_WITHIN; Date.now() < until; await sleep(200)) {
    if (child.exitCode !== null) throw new Error("RabbitMQ 4.3 ended instead of starting");
    const answer = await fetch(url, { headers }).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new Error("RabbitMQ 4.3 did not start in time");
}

/** Below those that this machine gives to whoever connects to something. */
async function freePort() {
  for (;;) {
    const port = randomInt(10_000, 32_768);
    if (await isFree(port)) return port;
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server
      .once("error", () => resolve(false))
      .listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
