/** The event log of every publisher: what each answers from its own outbox, and all of them as one. */
export { createEventLog } from "./create-event-log";
export { noteErasure } from "./erasures";
export { eventLogActions } from "./event-log-actions";
export { forgetDeleted, hearOfDeletions } from "./forget-deleted";
export type { PublisherCalls } from "./publisher-calls";
