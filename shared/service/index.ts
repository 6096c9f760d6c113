export { createBroker } from "./create-broker";
export { createCalls } from "./calls";
export {
  defineService,
  type ActionFunction,
  type Background,
  type ServiceDefinition,
} from "./define-service";
export type { Calls, Deps } from "./deps";
export { durableEvents, type DurableEvents, type SubscribingSchema } from "./durable-events";
export { toMoleculer } from "./to-moleculer";
export { fromThrown } from "./wire-errors";
