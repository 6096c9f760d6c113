import { managementUrlOf } from "../../shared/amqp";
import { queueOf } from "../../shared/events";
import { type Finding, notUsed, ok, problem } from "./finding";

const PATIENCE = 2_000;
const DEFAULT_SINCE_4 = 20;
/** A subscriber sends an event anew after five deliveries; so many losses may happen on the way there. */
const LEAST = 10;

/** What the management API says of a queue. */
interface QueueReport {
  /** What holds, since RabbitMQ 4.3. */
  delivery_limit?: unknown;
  arguments?: Record<string, unknown>;
  effective_policy_definition?: Record<string, unknown> | null;
}

/**
 * After how many lost connections RabbitMQ deletes an event, for each queue that is there. Only the
 * management API says so, where it runs and the user of AMQP_URL may ask it.
 */
export async function checkDeliveryLimits(options: {
  amqpUrl: string;
  /** Where that API is, if not at its standard port. */
  managementUrl?: string | undefined;
  version: string;
  subscribers: readonly string[];
}): Promise<Finding> {
  const { amqpUrl, version, subscribers } = options;
  const base = options.managementUrl ?? managementUrlOf(amqpUrl);
  const limits: [name: string, limit: number][] = [];
  for (const name of subscribers) {
    const report = await ask(base, amqpUrl, queueOf(name));
    if (typeof report === "string") return unknown(base, report);
    limits.push([name, limitOf(report, version)]);
  }
  if (limits.length === 0) return notUsed("redelivery", "there is no queue yet");
  const low = limits.filter(([, limit]) => limit < LEAST);
  const told = limits.map(([name, limit]) => `${name} ${Number.isFinite(limit) ? limit : "none"}`);
  const detail = `deliveries after which RabbitMQ drops an event: ${told.join(", ")}`;
  if (low.length === 0) return ok("redelivery", detail);
  const names = low.map(([name]) => name).join(" and ");
  const remedy = `raise the delivery limit of ${names}, e.g. by the policy of deploy/rabbitmq/definitions.json`;
  return problem("redelivery", detail, remedy);
}

function unknown(base: string, reason: string): Finding {
  return notUsed(
    "redelivery",
    `the limit of deliveries is not known: ${reason} at ${new URL(base).host}`,
  );
}

async function ask(base: string, amqpUrl: string, queue: string): Promise<QueueReport | string> {
  const { username, password, pathname } = new URL(amqpUrl);
  const login = `${decodeURIComponent(username) || "guest"}:${decodeURIComponent(password) || "guest"}`;
  const vhost = pathname.length > 1 ? pathname.slice(1) : "%2F";
  try {
    const response = await fetch(`${base}/api/queues/${vhost}/${queue}`, {
      headers: { authorization: `Basic ${Buffer.from(login).toString("base64")}` },
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.ok) return (await response.json()) as QueueReport;
    return response.status === 404
      ? "the management API does not know the queue"
      : "the management API does not let this user ask";
  } catch {
    return "no management API answers";
  }
}

/** Infinity when there is none: a negative number, or nothing said before RabbitMQ 4. */
function limitOf(report: QueueReport, version: string): number {
  const said = [
    report.delivery_limit,
    report.arguments?.["x-delivery-limit"],
    report.effective_policy_definition?.["delivery-limit"],
  ].filter((limit) => typeof limit === "number");
  if (said.length > 0) return Math.min(...said.map((limit) => (limit < 0 ? Infinity : limit)));
  return Number.parseInt(version, 10) >= 4 && report.delivery_limit === undefined
    ? DEFAULT_SINCE_4
    : Infinity;
}
