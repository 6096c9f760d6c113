import type { Config } from "../../shared/config";
import { lookAtFleet, type Other, refusalBetween } from "../../shared/service";
import { type Finding, notUsed, ok, problem } from "./finding";

const WHY = { secret: "another SECRET_KEY_BASE", clock: "a clock 15 minutes or more apart" };

/** Whether the processes that run know each other's calls: they share their secret, and their clocks. */
export async function checkFleet(config: Config): Promise<Finding> {
  if (config.amqpUrl === undefined) {
    return notUsed("fleet", "AMQP_URL is not set: there is one process");
  }
  const look = await lookAtFleet(config);
  if (!look) {
    return problem(
      "fleet",
      "RabbitMQ lets nobody join: it makes no queues",
      "look at it; a cluster without a majority of its nodes does so",
    );
  }
  const { others, own } = look;
  const [reference] = [...others].sort(
    (a, b) => refusedBy(a, others) - refusedBy(b, others) || a.since - b.since,
  );
  if (!reference) return ok("fleet", "no process of this version answers over RabbitMQ");
  const all = others.length === 1 ? "1 process runs" : `${others.length} processes run`;
  const strangers = others.flatMap((other) => {
    const why = refusalBetween(reference, other);
    return why === undefined ? [] : [`${other.id} has ${WHY[why]}`];
  });
  const mine = own && refusalBetween(reference, own);
  if (mine !== undefined) strangers.push(`this environment has ${WHY[mine]}`);
  if (strangers.length === 0) return ok("fleet", `${all}, and all know each other's calls`);
  return problem(
    "fleet",
    `${all}; ${strangers.join(", ")}`,
    "give all the same SECRET_KEY_BASE (docs/deployment.md says how to replace it), set clocks by NTP",
  );
}

function refusedBy(one: Other, others: readonly Other[]): number {
  return others.filter((other) => refusalBetween(one, other) !== undefined).length;
}
