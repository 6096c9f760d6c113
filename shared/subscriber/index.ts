export { subscribe, type RunningSubscriber, type SubscriberOptions } from "./subscribe";
