import { setTimeout as sleep } from "node:timers/promises";
import { type Config, findSecretKeyBase } from "../../config";
import { createLogger } from "../../observability";
import { createSigner } from "../../signing";
import { inTime } from "../../waiting";
import { createBroker } from "../broker/create-broker";
import { joined } from "../broker/join";
import { type Other, othersOf } from "./agreement";
import { createMember } from "./member";

/** In ms. Whoever runs answers at once when it is asked who there is. */
const PATIENCE = 2_000;
const SETTLED = 500;
const JOINED = 15_000;

/**
 * Joins the fleet for a moment and tells of the processes that run, and of this one as one of them; of
 * its secret only where it has one. Undefined when RabbitMQ did not let it join in time.
 */
export async function lookAtFleet(
  config: Config,
): Promise<{ others: Other[]; own: Omit<Other, "id"> | undefined } | undefined> {
  const secret = findSecretKeyBase(config);
  const signer = createSigner(
    secret ?? "none, so nothing is compared",
    config.secretKeyBasePrevious,
  );
  const member = createMember(signer, { silent: true });
  const log = createLogger({ level: "silent", pretty: false });
  const { amqpUrl, amqpTls } = config;
  const broker = createBroker({ log, middlewares: [], amqpUrl, amqpTls, member });
  try {
    const isIn = await inTime(
      broker
        .start()
        .then(() => joined(broker))
        .then(() => true),
      JOINED,
    );
    if (!isIn) return undefined;
    const giveUpAt = performance.now() + PATIENCE;
    let others = othersOf(broker, member);
    let since = performance.now();
    while (performance.now() < giveUpAt && performance.now() - since < SETTLED) {
      await sleep(100);
      const now = othersOf(broker, member);
      if (now.length !== others.length || now.length === 0) since = performance.now();
      others = now;
    }
    return { others, own: secret === undefined ? undefined : { ...member.keys, ahead: 0 } };
  } finally {
    await broker.stop();
  }
}
