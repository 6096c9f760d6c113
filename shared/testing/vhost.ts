import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A RabbitMQ, and where its management API would be. */
export interface VhostPlace {
  amqpUrl: string;
  managementUrl: string;
}

/**
 * Makes a virtual host that the user of the URL may use, by the management API or else, on this
 * machine, by rabbitmqctl; resolves with its URL. AMQP itself has no word for it.
 */
export async function createVhost(place: VhostPlace, name: string): Promise<string> {
  const { user } = credentialsOf(place.amqpUrl);
  const permissions = { configure: ".*", write: ".*", read: ".*" };
  await administer(
    place,
    [
      ["PUT", `/api/vhosts/${name}`, {}],
      ["PUT", `/api/permissions/${name}/${encodeURIComponent(user)}`, permissions],
    ],
    [
      ["add_vhost", name],
      ["set_permissions", "-p", name, user, ".*", ".*", ".*"],
    ],
  );
  const url = new URL(place.amqpUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Removes a virtual host with all its queues; one that is not there is no error. */
export async function dropVhost(place: VhostPlace, name: string): Promise<void> {
  await administer(place, [["DELETE", `/api/vhosts/${name}`]], [["delete_vhost", name]]);
}

type Request = [method: string, path: string, body?: object];

async function administer(
  place: VhostPlace,
  requests: readonly Request[],
  commands: readonly string[][],
): Promise<void> {
  try {
    for (const request of requests) await ask(place, request);
    return;
  } catch (cause) {
    if (!isHere(place.amqpUrl)) throw unable(place, cause);
    try {
      for (const command of commands) await run("rabbitmqctl", ["--quiet", ...command]);
    } catch (error) {
      // Removed by somebody else: so much the better.
      if (/not[_ ]found|no_such_vhost|does not exist/i.test(String(error)) && isRemoval(requests))
        return;
      throw unable(place, cause, error);
    }
  }
}

async function ask(
  { amqpUrl, managementUrl }: VhostPlace,
  [method, path, body]: Request,
): Promise<void> {
  const { user, password } = credentialsOf(amqpUrl);
  const response = await fetch(`${managementUrl}${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`,
      "content-type": "application/json",
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(5_000),
  });
  await response.arrayBuffer();
  if (!response.ok && !(method === "DELETE" && response.status === 404))
    throw new Error(`${method} ${path} is answered ${response.status}`);
}

function isRemoval(requests: readonly Request[]): boolean {
  return requests.every(([method]) => method === "DELETE");
}

function isHere(amqpUrl: string): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(new URL(amqpUrl).hostname);
}

function credentialsOf(amqpUrl: string): { user: string; password: string } {
  const { username, password } = new URL(amqpUrl);
  return {
    user: decodeURIComponent(username) || "guest",
    password: decodeURIComponent(password) || "guest",
  };
}

function unable({ managementUrl }: VhostPlace, ...causes: unknown[]): Error {
  const reasons = causes.map((cause) => reasonOf(cause)).join("; ");
  return new Error(
    `no virtual host of a test's own can be made or removed: neither by the management API at ` +
      `${managementUrl} (managementUrl names another) nor by rabbitmqctl on this machine: ${reasons}`,
    { cause: causes[0] },
  );
}

function reasonOf(problem: unknown): string {
  const { message, cause } = problem as Error;
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}
