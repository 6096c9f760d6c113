import { subscriberActions } from "./parts/subscriber-actions";
import { servicesWith, type ServiceWith } from "./services-with";

/** A service that subscribes to events, as its contract says. */
export type SubscriberName = ServiceWith<typeof subscriberActions>;

/** The services that subscribe to events. */
export const subscriberNames: readonly SubscriberName[] = servicesWith(subscriberActions);
