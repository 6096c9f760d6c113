import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceBroker } from "moleculer";
import { isBlocked, isCallable, isConnected } from "../broker/connection-loss";

/**
 * In ms. While RabbitMQ is away, who calls must hear within 3 s that it cannot be done. While it is there,
 * a process that is replaced takes a few seconds to come; of the 10 s of a call some are left to do it.
 */
const PATIENCE = { apart: 2_000, together: 8_000 };
/** In ms. What is away for longer is hardly on its way; only the word that it is there may still be. */
const COMING = 10_000;
const WORD = 500;
const PAUSE = 50;

/** What Moleculer tells when somebody may be called again. */
const NEWS = ["$services.changed", "$node.connected", "$transporter.connected"] as const;

/**
 * Waits for a service that has nobody to call at the moment, as while its only process is replaced or
 * RabbitMQ restarts. Nothing has been sent by then, so nothing can be done twice.
 */
export function awaitServices(broker: ServiceBroker): (service: string) => Promise<void> {
  const absences = new Map<string, { since: number; patience: number }>();
  // Also where nobody calls it while it is there, its next absence is another.
  const forget = (): void => {
    for (const service of absences.keys()) {
      if (isCallable(broker, service)) absences.delete(service);
    }
  };
  if (broker.transit) for (const news of NEWS) broker.localBus.on(news, forget);
  return async (service) => {
    if (!broker.transit) return;
    const began = performance.now();
    while (!isCallable(broker, service)) {
      if (isBlocked(broker) || broker.stopping) return;
      const now = performance.now();
      let absence = absences.get(service);
      if (!absence) {
        // What went with RabbitMQ stays so until it is seen again.
        absence = {
          since: now,
          patience: isConnected(broker) ? PATIENCE.together : PATIENCE.apart,
        };
        absences.set(service, absence);
      }
      const patience = now - absence.since < COMING ? absence.patience : WORD;
      if (now - began > patience) return;
      await sleep(PAUSE);
    }
    absences.delete(service);
  };
}
