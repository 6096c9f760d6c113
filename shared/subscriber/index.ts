export { deadLetters, replay, type DeadLetters, type InboxPlace } from "./dead-letters";
export { subscribe, type RunningSubscriber, type SubscriberOptions } from "./subscribe";
export { subscribingServices } from "./subscribing-services";
