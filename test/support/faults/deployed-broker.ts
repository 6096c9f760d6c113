import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Authority } from "../certificates";
import type { BrokerNode } from "./broker-node";
import { BROKER_HOST, startTlsBroker } from "./tls-broker";

export type BrokerUser =
  "accounts" | "audit" | "notifier" | "search" | "web-gateway" | "web" | "worker" | "operator";

/** A RabbitMQ as `deploy/rabbitmq` sets it up, with passwords of its own. */
export interface DeployedBroker {
  node: BrokerNode;
  /** AMQP_URL of a user. */
  urlOf(user: BrokerUser): string;
  drop(): Promise<void>;
}

const USERS: readonly BrokerUser[] = [
  "accounts", "audit", "notifier", "search", "web-gateway", "web", "worker", "operator",
]; // prettier-ignore

/** Starts one whose certificates are of `authority`; each user has a random password. */
export async function startDeployedBroker(
  authority: Authority,
  options: { asks?: boolean } = {},
): Promise<DeployedBroker> {
  const folder = mkdtempSync(join(tmpdir(), "jumar-definitions-"));
  const definitions = join(folder, "definitions.json");
  const passwords = writeDefinitions(definitions);
  const login = `operator:${passwords.get("operator")}`;
  const node = await startTlsBroker(authority, { definitions, login, ...options });
  return {
    node,
    urlOf: (user) => `amqps://${user}:${passwords.get(user)}@${BROKER_HOST}:${node.port}/jumar`,
    async drop() {
      await node.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Writes the definitions that are deployed to a file; each user has a random password. */
export function writeDefinitions(file: string): ReadonlyMap<BrokerUser, string> {
  const passwords = new Map(USERS.map((user) => [user, randomBytes(24).toString("hex")]));
  const rendered = execFileSync(
    "deploy/rabbitmq/render-definitions.sh",
    ["deploy/rabbitmq/definitions.json"],
    {
      env: {
        PATH: process.env.PATH,
        ...Object.fromEntries([...passwords].map(([user, secret]) => [variableOf(user), secret])),
      },
    },
  );
  writeFileSync(file, rendered);
  return passwords;
}

function variableOf(user: string): string {
  return `PASSWORD_OF_${user.toUpperCase().replaceAll("-", "_")}`;
}
