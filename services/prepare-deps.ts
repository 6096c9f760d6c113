import { transaction } from "../shared/database";
import { createOutbox } from "../shared/events";
import type { Deps, ServiceDefinition } from "../shared/service";

interface Parts extends Pick<Deps, "service" | "config" | "log" | "db" | "call" | "signer"> {
  /** Tells the relays of this process that something has committed. */
  nudgeRelays(): void;
}

/** What a service's functions are handed: what every service has, and what it adds itself. */
export async function prepareDeps(
  { parts: { prepare } }: ServiceDefinition,
  { nudgeRelays, log, ...given }: Parts,
): Promise<Deps> {
  const nudging: Deps["transaction"] = async (work) => {
    const result = await transaction(given.db, work);
    nudgeRelays();
    return result;
  };
  const deps: Deps = {
    ...given,
    log: log.child({ service: given.service }),
    outbox: createOutbox(given.service),
    transaction: nudging,
    once: nudging,
  };
  return (await prepare?.(deps)) ?? deps;
}
