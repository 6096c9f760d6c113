import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceBroker } from "moleculer";
import { isBlocked, isCallable } from "./broker/connection-loss";

/** In ms. Who calls must hear within 3 s that it cannot be done. */
const PATIENCE = 2_000;
/** In ms. What is away for longer does not come the next moment: then nobody waits for it. */
const COMING = 10_000;
const PAUSE = 50;

/**
 * Waits for a service that has nobody to call at the moment, as while its only process is replaced or
 * RabbitMQ restarts, for up to 2 s. Nothing has been sent by then, so nothing can be done twice.
 */
export function awaitServices(broker: ServiceBroker): (service: string) => Promise<void> {
  const absentSince = new Map<string, number>();
  const isComing = (service: string): boolean => {
    const now = performance.now();
    const since = absentSince.get(service) ?? now;
    absentSince.set(service, since);
    return now - since < COMING && !isBlocked(broker) && !broker.stopping;
  };
  return async (service) => {
    if (!broker.transit) return;
    const until = performance.now() + PATIENCE;
    while (!isCallable(broker, service)) {
      if (!isComing(service) || performance.now() > until) return;
      await sleep(PAUSE);
    }
    absentSince.delete(service);
  };
}
