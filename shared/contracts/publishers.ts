import { eventLogActions } from "./parts/event-log-actions";
import { servicesWith, type ServiceWith } from "./services-with";

/** A service that publishes events, as its contract says. */
export type PublisherName = ServiceWith<typeof eventLogActions>;

/** The services that publish events. */
export const publisherNames: readonly PublisherName[] = servicesWith(eventLogActions);
