export { subscribe, type RunningSubscriber, type SubscriberOptions } from "./subscribe";
export { subscribingServices } from "./subscribing-services";
