export { requireKnownTypes } from "./known-types";
export { aboutOf, whomOf } from "./outbox/concerns";
export { countInbox } from "./count-waiting";
export { deliverOverAmqp } from "./amqp/deliver-over-amqp";
export { EXCHANGE, findUnfitQueue, queueOf } from "./amqp/topology";
export { openSubscriberQueue, type SubscriberQueue } from "./amqp/publish-to-queue";
export * from "./catalogue";
export { effectOf } from "./consumer/effect";
export { createHandling } from "./consumer/handling";
export { startConsumer } from "./consumer/start-consumer";
export { completeTuning, fitToPool, type Tuning } from "./consumer/tuning";
export type { DeadLetterRow } from "./inbox/dead-letter-row";
export { createDeadLetters } from "./inbox/dead-letters";
export { defineEvent, type DataOf, type EventDefinition } from "./define-event";
export type { Deliver } from "./deliver";
export {
  deliverToInboxes,
  type Attachment,
  type Delivery,
  type RunningSubscriber,
  type Subscriber,
} from "./deliver-to-inboxes";
export { dataSchemaOf, type Envelope, type EventOf } from "./envelope";
export {
  countEvents,
  findEvents,
  findStoredEvent,
  inLogOrder,
  type EventFilters,
  type LoggedEvent,
  type Position,
} from "./outbox/event-log";
export { findEventsBySubject } from "./outbox/events-by-subject";
export { findInboxes, type FoundInbox } from "./inbox/find-inboxes";
export { createInbox } from "./inbox/create-inbox";
export type { Inbox } from "./inbox/inbox";
export { createOutbox, insertEvents, type NewEvent, type Outbox } from "./outbox/outbox";
export { oldestUnpublished, unpublishedAmong } from "./outbox/unpublished";
export { fingerprintPersonal } from "./personal/fingerprint-personal";
export { notPersonal, personal, type PersonalKind } from "./personal/personal";
export { replacePersonal } from "./personal/replace-personal";
export { prepareInbox } from "./inbox/prepare-inbox";
export { concernsColumns, publisherTables } from "./publisher-tables";
export { readReconciliation, type Reconciliation } from "./reconciler/reconciliations";
export {
  startReconciler,
  type Reconciler,
  type ReconcilerOptions,
} from "./reconciler/start-reconciler";
export { findEventIds, findEventsById, findPublishedUntil } from "./outbox/published";
export { readHeard, type Heard } from "./reconciler/heard";
export { reconcilerTables } from "./reconciler/tables";
export { startRelay, type Relay } from "./relay/start-relay";
export { startSubscriber, type StartedSubscriber } from "./start-subscriber";
export {
  type Handler,
  on,
  onEvery,
  type OnFailure,
  RefusedEvent,
  type Subscription,
  type SubscriptionOptions,
  type Task,
} from "./subscription";
export { inboxTables, outboxTables, unpublishedTable } from "./tables";
