import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../eventually";
import { freePort } from "../processes";
import { type BrokerNode, nodeName, startBrokerNode } from "./broker-node";
import { type BrokerUser, writeDefinitions } from "./deployed-broker";

/** Three nodes of RabbitMQ 4.3 as one, set up by what is deployed. */
export interface BrokerCluster {
  readonly nodes: readonly BrokerNode[];
  /** AMQP_URL of a user, with all nodes. */
  urlOf(user: BrokerUser): string;
  /** The node that leads a queue. */
  leaderOf(queue: string): Promise<BrokerNode>;
  /** The node that a user's connection for events leads to. */
  nodeOf(user: BrokerUser): Promise<BrokerNode>;
  drop(): Promise<void>;
}

const INSTALLED = process.env.JUMAR_RABBITMQ_4_3 ?? "/var/cache/jumar/rabbitmq-4.3";
const env = { PATH: `${join(__dirname, "rabbitmq-4.3")}:${process.env.PATH}` };

/** Why there can be no cluster here, or undefined when there can. */
export function whyNoCluster(): string | undefined {
  if (existsSync(join(INSTALLED, "usr/lib/rabbitmq/bin/rabbitmq-server"))) return undefined;
  return `RabbitMQ 4.3 is not in ${INSTALLED}; .ci/rabbitmq-4.3 installs it, as root`;
}

/** Starts it; each of its queues has a member on each node. */
export async function startBrokerCluster(): Promise<BrokerCluster> {
  const folder = mkdtempSync(join(tmpdir(), "jumar-cluster-"));
  const places = await Promise.all([0, 1, 2].map(async () => [await freePort(), await freePort()]));
  const ports = places.map(([port = 0]) => port);
  const started = await Promise.allSettled(
    places.map(([port = 0, management = 0]) => {
      const conf = (): string => configuration({ port, management, ports });
      return startBrokerNode({ port, conf, env, plugins: ["rabbitmq_management"] });
    }),
  );
  const nodes = started.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const drop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.drop()));
    rmSync(folder, { recursive: true, force: true });
  };

  /** Asks the management API of the first node that answers. */
  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const login = Buffer.from("guest:guest").toString("base64");
    const headers = { authorization: `Basic ${login}`, "content-type": "application/json" };
    for (const [, management] of places) {
      const url = `http://127.0.0.1:${management}/api/${path}`;
      const response = await fetch(url, { ...init, headers }).catch(() => undefined);
      if (!response) continue;
      if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
      return response.status === 200 ? await response.json() : undefined;
    }
    throw new Error("no node answers");
  };
  const named = (name: unknown): BrokerNode | undefined => nodes.find((node) => node.name === name);

  try {
    if (nodes.length < ports.length) throw new Error("not all started", { cause: started });
    await eventually(async () => ((await ask("nodes")) as unknown[]).length === ports.length);
    const definitions = join(folder, "definitions.json");
    const passwords = writeDefinitions(definitions);
    await ask("definitions", { method: "POST", body: readFileSync(definitions, "utf8") });
    return {
      nodes,
      urlOf(user) {
        const hosts = ports.map((port) => `127.0.0.1:${port}`).join(",");
        return `amqp://${user}:${passwords.get(user)}@${hosts}/jumar`;
      },
      leaderOf: (queue) =>
        eventually(async () => {
          const { leader } = (await ask(`queues/jumar/${queue}`)) as { leader?: string };
          return named(leader);
        }),
      nodeOf: (user) =>
        eventually(async () => {
          const connections = (await ask("connections")) as Connection[];
          return named(
            connections.find((one) => one.user === user && one.user_provided_name)?.node,
          );
        }),
      drop,
    };
  } catch (error) {
    await drop();
    throw error;
  }
}

interface Connection {
  node: string;
  user: string;
  user_provided_name?: string;
}

function configuration(of: { port: number; management: number; ports: number[] }): string {
  return [
    `listeners.tcp.1 = 127.0.0.1:${of.port}`,
    "management.tcp.ip = 127.0.0.1",
    `management.tcp.port = ${of.management}`,
    "cluster_formation.peer_discovery_backend = classic_config",
    ...of.ports.map(
      (port, i) => `cluster_formation.classic_config.nodes.${i + 1} = ${nodeName(port)}`,
    ),
    "",
  ].join("\n");
}
