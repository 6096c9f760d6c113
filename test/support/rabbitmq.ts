import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { connect } from "amqplib";
import { managementUrlOf } from "../../shared/amqp";
import * as vhosts from "../../shared/testing/vhost";

const run = promisify(execFile);

/** A virtual host of RabbitMQ of a test's own. */
export interface Vhost {
  url: string;
  name: string;
  drop(): Promise<void>;
}

/** The RabbitMQ that tests use; TEST_AMQP_URL names another than this machine's. */
export const TEST_AMQP_URL = process.env.TEST_AMQP_URL ?? "amqp://guest:guest@127.0.0.1:5672";

/** Where its management API is, if it has one; TEST_AMQP_MANAGEMENT_URL names another place. */
const TEST_AMQP_MANAGEMENT_URL =
  process.env.TEST_AMQP_MANAGEMENT_URL ?? managementUrlOf(TEST_AMQP_URL);

/** Why RabbitMQ cannot be used here, or undefined when it can. */
export async function whyNoRabbitmq(): Promise<string | undefined> {
  try {
    const connection = await connect(TEST_AMQP_URL, { timeout: 2_000 });
    await connection.close();
  } catch {
    return `RabbitMQ does not answer at ${new URL(TEST_AMQP_URL).host}`;
  }
  try {
    await run("rabbitmqctl", ["--quiet", "list_vhosts"]);
  } catch {
    return "rabbitmqctl, which makes virtual hosts, is not here or may not be used by this user";
  }
  return undefined;
}

/** Makes a virtual host of its own. */
export async function createVhost(): Promise<Vhost> {
  const name = `jumar-test-${randomBytes(6).toString("hex")}`;
  const place = { amqpUrl: TEST_AMQP_URL, managementUrl: TEST_AMQP_MANAGEMENT_URL };
  const url = await vhosts.createVhost(place, name);
  return { url, name, drop: () => vhosts.dropVhost(place, name) };
}
