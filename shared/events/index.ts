export { countInbox } from "./count-waiting";
export { deliverOverAmqp } from "./amqp/deliver-over-amqp";
export { EXCHANGE, queueOf } from "./amqp/topology";
export * from "./catalogue";
export { startConsumer } from "./consumer";
export { createDeadLetters, type DeadLetterRow } from "./dead-letters";
export { defineEvent, type DataOf, type EventDefinition } from "./define-event";
export {
  deliverToInboxes,
  type Attachment,
  type Delivery,
  type RunningSubscriber,
  type Subscriber,
} from "./deliver-to-inboxes";
export { dataSchemaOf, type Envelope, type EventOf } from "./envelope";
export { countEvents, findEvents, findStoredEvent, type EventFilters } from "./event-log";
export { findEventsBySubject } from "./events-by-subject";
export { createInbox, type Inbox } from "./inbox";
export { createOutbox, insertEvents, type NewEvent, type Outbox } from "./outbox";
export { prepareInbox } from "./prepare-inbox";
export { startRelay, type Deliver, type Relay } from "./relay";
export { effectOf, on, onEvery, type Subscription } from "./subscription";
export { inboxTables, outboxTables, unpublishedTable } from "./tables";
