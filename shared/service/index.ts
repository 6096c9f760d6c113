export { authorise } from "./authorise";
export { createBroker } from "./broker/create-broker";
export { createCalls } from "./calls/create-calls";
export * from "./fleet";
export { joined } from "./broker/join";
export { createFitness } from "./fitness";
export { isBlocked, isConnected } from "./broker/connection-loss";
export {
  defineService,
  type ActionFunction,
  type Background,
  type ServiceDefinition,
} from "./define-service";
export type { Calls, Deps } from "./deps";
export { durableEvents, type DurableEvents, type SubscribingSchema } from "./durable-events";
export type { ListSource } from "./list-adapter";
export { numberedList, type NumberedList } from "./numbered-list";
export { subscriberActions } from "./subscriber-actions";
export { subscriberCalls, type SubscriberCalls } from "./subscriber-calls";
export { toMoleculer } from "./to-moleculer";
export { fromThrown } from "./wire-errors";
