import { connect, type ChannelModel } from "amqplib";
import { tlsOptions } from "../../shared/amqp";
import type { Config } from "../../shared/config";
import { queueOf } from "../../shared/events";
import { subscriberNames } from "../../services/load";
import { notUsed, ok, problem, type Finding } from "./finding";

const PATIENCE = 5_000;
/** More than this waits only when consumers are too slow, or away. */
const BACKLOG = 10_000;

/** RabbitMQ: whether it is there and lets us in, and whether somebody empties the queues. */
export async function checkBroker({ amqpUrl, amqpTls }: Config): Promise<Finding[]> {
  if (amqpUrl === undefined) {
    const detail = "AMQP_URL is not set: calls stay in the process, events in the database";
    return [notUsed("broker", detail)];
  }
  const { host, protocol } = new URL(amqpUrl);
  try {
    const connection = await connect(amqpUrl, {
      timeout: PATIENCE,
      ...tlsOptions(amqpUrl, amqpTls),
    });
    // What goes wrong with a channel is told by the call that it breaks.
    connection.on("error", () => undefined);
    const { product, version } = connection.connection.serverProperties;
    const queues = await checkQueues(connection);
    await connection.close();
    return [ok("broker", `${product} ${version} on ${host}`), queues];
  } catch (error) {
    const { message, code } = error as { message: string; code?: string };
    if (/ACCESS[_-]REFUSED|NOT[_-]ALLOWED|handshake terminated/i.test(message)) {
      const remedy = "check the user, the password and the vhost of AMQP_URL";
      return [problem("broker", `RabbitMQ on ${host} refused to let us in`, remedy)];
    }
    const tls = protocol === "amqps:" ? ", its certificate" : "";
    return [
      problem(
        "broker",
        `${host} cannot be reached (${code ?? "no answer"})`,
        `check that RabbitMQ runs there${tls} and AMQP_URL`,
      ),
    ];
  }
}

async function checkQueues(connection: ChannelModel): Promise<Finding> {
  const waiting: string[] = [];
  const idle: string[] = [];
  for (const name of subscriberNames()) {
    const queue = await lookAt(connection, queueOf(name));
    if (!queue) continue;
    const { messageCount, consumerCount } = queue;
    waiting.push(`${name} ${messageCount}`);
    if (messageCount > BACKLOG || (messageCount > 0 && consumerCount === 0)) idle.push(name);
  }
  if (waiting.length === 0) return ok("queues", "none yet; who subscribes makes them");
  const detail = `messages that wait: ${waiting.join(", ")}`;
  if (idle.length === 0) return ok("queues", detail);
  const remedy = `start more processes that run ${idle.join(", ")}, e.g. \`jumar worker\``;
  return problem("queues", detail, remedy);
}

/** A queue that does not exist breaks the channel, so each is looked at by its own. */
async function lookAt(connection: ChannelModel, queue: string) {
  const channel = await connection.createChannel();
  channel.on("error", () => undefined);
  const found = await channel.checkQueue(queue).catch(() => undefined);
  if (found) await channel.close();
  return found;
}
