import type { ServiceBroker } from "moleculer";
import { aboutOf, type Envelope } from "../shared/events";

/** What gateways hear of events: those of the version before, of each in a message of its own. */
const SINGLY = "pubsub.user";
const TOGETHER = "pubsub.users";
/** So many at most share a message. */
const AT_ONCE = 100;

type Broker = Pick<ServiceBroker, "emit" | "broadcast" | "registry">;

/**
 * Offers published events on the tiers that promise nothing: to one instance of each Moleculer service
 * that listens, and to every gateway, which tells the open streams of the users they are about.
 */
export function offerEvents(broker: Broker, events: readonly Envelope[]): void {
  const heard = new Set(
    [...new Set(events.map(({ type }) => type))].filter(
      (type) => listenersTo(broker, type).size > 0,
    ),
  );
  // Whoever listens answers for itself; Moleculer has logged what went wrong there.
  for (const event of events) {
    if (heard.has(event.type)) broker.emit(event.type, event).catch(() => undefined);
  }
  const gateways = listenersTo(broker, SINGLY);
  if (gateways.size === 0) return;
  const able = listenersTo(broker, TOGETHER);
  const told = events.flatMap(userEventsOf);
  if ([...gateways].every((gateway) => able.has(gateway))) {
    for (let n = 0; n < told.length; n += AT_ONCE)
      broker.broadcast(TOGETHER, told.slice(n, n + AT_ONCE)).catch(() => undefined);
  } else {
    for (const one of told) broker.broadcast(SINGLY, one).catch(() => undefined);
  }
}

function userEventsOf(event: Envelope): object[] {
  const { id, type, time, data } = event;
  return aboutOf(event)
    .filter((about) => about.startsWith("user_"))
    .map((user_id) => ({ user_id, event: { id, type, time, data } }));
}

/** The nodes that hear what is called so. */
function listenersTo({ registry }: Broker, name: string): Set<string> {
  const endpoints = registry.events.getAllEndpoints(name) as { id: string }[];
  return new Set(endpoints.map(({ id }) => id));
}
