import { type Delivery, type Envelope, type Relay, startRelay } from "../shared/events";
import { loadService, serviceNames } from "./load";
import type { OpenDatabase } from "./open-database";
import type { StartOptions } from "./start-options";

/** Starts a relay for each service that publishes, of those that run here or of all. */
export function startRelays(
  options: StartOptions,
  names: readonly string[],
  database: OpenDatabase,
  delivery: Delivery,
  onPublished: (events: Envelope[]) => void,
): Relay[] {
  const { config, log } = options;
  const candidates = options.relays === "all" ? serviceNames : names;
  const publishers = candidates.filter((name) => loadService(name).parts.publishes);
  return publishers.map((service) =>
    startRelay({
      db: database.of(service),
      schema: service,
      deliver: delivery.deliver,
      retentionDays: config.eventRetentionDays,
      log: log.child({ service }),
      onPublished,
    }),
  );
}
