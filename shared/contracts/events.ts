import { action, defineContract } from "./define-contract";
import { listOf } from "./fields";
import { eventLogActions } from "./parts/event-log-actions";
import { envelope } from "./resources";

/**
 * The logs of all publishers as one, in the order of time. No service offers it: whoever calls asks
 * each publisher and merges what they answer (shared/event-log).
 */
export const events = defineContract("events", {
  ...eventLogActions,
  listEvents: action({
    ...eventLogActions.listEvents,
    summary: "The event log, the newest first.",
    result: listOf(envelope),
    http: { id: "listEvents", tag: "Events", method: "GET", path: "/events", status: 200 },
  }),
});
