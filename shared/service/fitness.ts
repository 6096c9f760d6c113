import type { ServiceBroker } from "moleculer";
import { isCallable } from "./broker/connection-loss";
import type { ServiceDefinition } from "./define-service";
import type { Agreement } from "./fleet";

/** What keeps the services of a process from answering, beyond the database. */
export interface Fitness {
  /** What is away at the moment of what they need. */
  missing(): string[];
  /**
   * What makes this process worse than others: they do not understand it, or it never found what it
   * needs. What is away for all alike is none of it.
   */
  obstacles(): string[];
}

/** Watches what the services of a process need of others. */
export function createFitness(
  broker: ServiceBroker,
  definitions: readonly { definition: ServiceDefinition }[],
  agreement: Agreement,
): Fitness {
  const needed = new Set(definitions.flatMap(({ definition }) => definition.parts.needs ?? []));
  let wasComplete = false;
  const missing = (): string[] =>
    broker.transit
      ? [...needed]
          .filter((service) => !isCallable(broker, service))
          .map((service) => `${service}: cannot be called`)
      : [];
  const look = (): string[] => {
    const absent = wasComplete ? [] : missing();
    wasComplete = absent.length === 0;
    return absent;
  };
  // What was there only between two questions was found all the same.
  broker.localBus.on("$services.changed", look);
  look();
  return {
    missing,
    obstacles: () => [...look(), ...agreement.problems()],
  };
}
