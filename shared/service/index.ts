export { createBroker } from "./create-broker";
export { createCalls } from "./calls";
export { isBlocked } from "./connection-loss";
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
export { toMoleculer } from "./to-moleculer";
export { fromThrown } from "./wire-errors";
