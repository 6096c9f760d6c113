import type { Options } from "amqplib";
import { type Amqp, askOnce } from "../../amqp";

/** A queue under a subscriber's name that would lose its events; the message says what to do. */
export class UnfitQueue extends Error {
  override readonly name = "UnfitQueue";
  /** What it is. */
  readonly problem: string;
  readonly remedy: string;

  constructor(queue: string, vhost: string, what: string) {
    const place = vhost === "/" ? "" : ` --vhost ${vhost}`;
    const problem = `the queue ${queue} ${what}`;
    const remedy =
      `delete it with \`rabbitmqctl delete_queue ${queue}${place}\`, ` +
      "and it is declared as it should be; `jumar events replay` brings back what it held";
    super(`${problem}; ${remedy}`);
    this.problem = problem;
    this.remedy = remedy;
  }
}

/** Arguments that a queue may have besides and still hold every event until it is taken. */
const HARMLESS =
  /^x-(dead-letter-.+|delivery-limit|overflow|queue-leader-locator|quorum-.+|single-active-consumer)$/;

/** A lower limit would delete events after so few lost connections that nothing could be done in time. */
const LOWEST_LIMIT = 10;

/** In RabbitMQ's words: which argument of a declaration is not that of the queue. */
const INEQUIVALENT =
  /inequivalent arg '(?<arg>[^']+)' for queue '[^']*' in vhost '(?<vhost>[^']*)': received .* but current is (?:none|(?:the value )?'(?<value>[^']*)'(?: of type '(?<type>\w+)')?)/s;

/**
 * Whether a queue exists. Rejects with an UnfitQueue when it has another type than declared, or arguments by
 * which it drops messages.
 */
export async function lookAtQueue(
  amqp: Pick<Amqp, "createChannel">,
  queue: string,
  declaration: Options.AssertQueue,
): Promise<boolean> {
  const exists = await refusalOf(askOnce(amqp, (channel) => channel.checkQueue(queue)));
  if (exists?.code === 404) return false;
  if (exists?.code === 405) throw new UnfitQueue(queue, "/", "belongs to one connection only");
  let known: Record<string, unknown> = {};
  // RabbitMQ names one argument at a time.
  for (;;) {
    const args = { ...(declaration.arguments as object), ...known };
    const asked = { ...declaration, arguments: args };
    const refused = await refusalOf(askOnce(amqp, (channel) => channel.assertQueue(queue, asked)));
    if (!refused) return true;
    const { arg, value, type, vhost } = INEQUIVALENT.exec(refused.message)?.groups ?? {};
    if (refused.code !== 406 || arg === undefined || arg in known) throw refused;
    const current = readValue(value, type);
    if (arg === "x-delivery-limit" ? !isEnough(current) : !HARMLESS.test(arg)) {
      throw new UnfitQueue(queue, vhost ?? "/", `is there with ${arg} ${value ?? "unsaid"}`);
    }
    known = { ...known, [arg]: current };
  }
}

/** A negative limit is none. */
function isEnough(limit: unknown): boolean {
  return typeof limit === "number" && (limit < 0 || limit >= LOWEST_LIMIT);
}

function readValue(text = "", type = "longstr"): string | number | boolean {
  if (type === "bool") return text === "true";
  return type === "longstr" ? text : Number(text);
}

type Refusal = Error & { code?: number };

/** What RabbitMQ says against something; undefined when it does it. */
async function refusalOf(asking: Promise<unknown>): Promise<Refusal | undefined> {
  return await asking.then(
    () => undefined,
    (error: unknown) => error as Refusal,
  );
}
