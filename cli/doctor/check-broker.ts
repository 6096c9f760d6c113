import { type ChannelModel, connect } from "amqplib";
import { type AmqpRefused, askOnce, refusalOf, tlsOptions } from "../../shared/amqp";
import { type Config, urlPerHost } from "../../shared/config";
import { subscriberNames } from "../../shared/contracts";
import { findUnfitQueue, queueOf } from "../../shared/events";
import { checkDeliveryLimits } from "./check-delivery-limits";
import { type Finding, notUsed, ok, problem } from "./finding";

const PATIENCE = 5_000;
/** More than this waits only when consumers are too slow, or away. */
const BACKLOG = 10_000;
/** RabbitMQ says so of a queue that belongs to one connection. */
const LOCKED = 405;

/**
 * RabbitMQ: whether each of its nodes is there and lets us in, whether somebody empties the queues, and
 * when it would drop an event. `managementUrl` is where its management API is, if not at the standard port
 * of the first node that answers.
 */
export async function checkBroker(
  { amqpUrl, amqpTls }: Config,
  managementUrl?: string,
): Promise<Finding[]> {
  if (amqpUrl === undefined) {
    const detail = "AMQP_URL is not set: calls stay in the process, events in the database";
    return [notUsed("broker", detail)];
  }
  const visits = urlPerHost(amqpUrl).map((url) => visit(url, tlsOptions(amqpUrl, amqpTls)));
  const nodes = await Promise.all(visits);
  const refusing = nodes.find(({ failure }) => failure?.refused);
  if (refusing?.failure?.refused) {
    const [why = "", remedy = ""] = refusing.failure.refused.problem.split("; ");
    const detail = `RabbitMQ on ${refusing.url.host} refused to let us in: AMQP_URL ${why}`;
    return [problem("broker", detail, `${remedy}; correct AMQP_URL`)];
  }
  const there = nodes.find(({ found }) => found !== undefined);
  const broker = judgeNodes(nodes);
  if (!there?.found) return [broker];
  const { url, found } = there;
  const subscribers = found.looks.flatMap(({ name, queue }) => (queue ? [name] : []));
  const options = { amqpUrl: url.href, managementUrl, version: found.version, subscribers };
  return [broker, judgeQueues(found.looks), await checkDeliveryLimits(options)];
}

/** What a node that AMQP_URL names says, or why it says nothing. */
interface Visit {
  url: URL;
  found?: { product: string; version: string; looks: Look[] };
  failure?: { code: string; refused: AmqpRefused | undefined };
}

async function visit(url: URL, tls: ReturnType<typeof tlsOptions>): Promise<Visit> {
  try {
    const connection = await connect(url.href, { timeout: PATIENCE, ...tls });
    // What goes wrong with a channel is told by the call that it breaks.
    connection.on("error", () => undefined);
    const { product, version } = connection.connection.serverProperties;
    const looks = await lookAtAll(connection);
    await connection.close();
    return { url, found: { product, version, looks } };
  } catch (error) {
    const { code = "no answer" } = error as { code?: string };
    return { url, failure: { code, refused: refusalOf(error as Error) } };
  }
}

function judgeNodes(nodes: readonly Visit[]): Finding {
  const there = nodes.flatMap(({ url, found }) => (found ? [{ host: url.host, ...found }] : []));
  const away = nodes.flatMap(({ url, failure }) =>
    failure ? [`${url.host} cannot be reached (${failure.code})`] : [],
  );
  const [first] = there;
  const hosts = there.map(({ host }) => host).join(", ");
  const detail = first ? [`${first.product} ${first.version} on ${hosts}`, ...away] : away;
  if (away.length === 0) return ok("broker", detail.join("; "));
  const tls = nodes[0]?.url.protocol === "amqps:" ? ", its certificate" : "";
  const remedy = first
    ? "start it again: a cluster without a majority of its nodes takes no events"
    : `check that RabbitMQ runs there${tls} and AMQP_URL`;
  return problem("broker", detail.join("; "), remedy);
}

/** What RabbitMQ says of a subscriber's queue, or why it says nothing. */
interface Look {
  name: string;
  queue?: { messageCount: number; consumerCount: number };
  refusal?: string;
  /** It would lose events. */
  unfit?: { problem: string; remedy: string };
}

function judgeQueues(looks: readonly Look[]): Finding {
  const unfit = looks.flatMap((look) => look.unfit ?? []);
  const [first] = unfit;
  if (first) return problem("queues", unfit.map((one) => one.problem).join("; "), first.remedy);
  const refused = looks.find(({ refusal }) => refusal !== undefined);
  if (refused) {
    const { name, refusal = "" } = refused;
    const remedy = `give the user of AMQP_URL a right on ${queueOf(name)}, as deploy/rabbitmq/definitions.json does`;
    return problem("queues", `${queueOf(name)} cannot be looked at: ${refusal}`, remedy);
  }
  const waiting: string[] = [];
  const idle: string[] = [];
  for (const { name, queue } of looks) {
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

async function lookAtAll(connection: ChannelModel): Promise<Look[]> {
  const looks: Look[] = [];
  for (const name of subscriberNames) looks.push(await lookAt(connection, name));
  return looks;
}

async function lookAt(connection: ChannelModel, name: string): Promise<Look> {
  try {
    const queue = await askOnce(connection, (channel) => channel.checkQueue(queueOf(name)));
    const unfit = await findUnfitQueue(connection, name);
    return { name, queue, ...(unfit ? { unfit } : {}) };
  } catch (error) {
    const { code, message } = error as { code?: number; message: string };
    if (code === 404) return { name };
    const unfit = code === LOCKED && (await findUnfitQueue(connection, name));
    return unfit ? { name, unfit } : { name, refusal: message };
  }
}
