import { z } from "zod";
import { action } from "../define-contract";
import { anyId, idOf, listOf, page, text, time } from "../fields";
import { envelope } from "../resources";
import { operationFilter, operationType } from "./operations";

const eventFilters = {
  type: text(1, 2000)
    .optional()
    .meta({ description: "One type of event, or several with commas between." }),
  subject: anyId().optional().meta({ description: "Whom it concerns, by id." }),
  since: time.optional().meta({ description: "At or after." }),
  until: time.optional().meta({ description: "Before." }),
};

const exactTimes = z.array(z.string()).optional().meta({
  description: "When each of them happened, in UTC to the microsecond; the log is in this order.",
});

/**
 * The event log of a service that publishes: spread into its contract, and the functions of the same
 * name (shared/event-log) into its actions. Whoever wants the logs of all reads `events`.
 */
export const eventLogActions = {
  listEvents: action({
    summary: "The event log of this service, the newest first.",
    access: { who: "admin" },
    params: z.strictObject({
      ...eventFilters,
      order: z.enum(["asc", "desc"]).default("desc"),
      ...page,
    }),
    result: listOf(envelope).extend({ exact_times: exactTimes }),
    errors: ["malformed_request"],
  }),
  countEvents: action({
    summary:
      "How many events of the log fit, for an operator who is about to replay them; of more than 100,000 about how many.",
    access: { who: "admin" },
    params: z.strictObject(eventFilters),
    result: z.object({
      count: z.number(),
      /** The version before counts all. */
      is_estimate: z.boolean().default(false),
      /** The database's time; what is written from now on is not counted. */
      counted_at: time,
    }),
    errors: [],
  }),
  getEvent: action({
    summary: "One event of the log.",
    access: { who: "admin" },
    params: z.strictObject({ id: idOf("event") }),
    result: z.object({ event: envelope }),
    errors: ["not_found"],
  }),
  listEventsByUser: action({
    summary: "The event log user by user: all events of some types of each user on a page.",
    access: { who: "internal" },
    params: z.strictObject({
      types: z.array(text(1, 100)).min(1).max(100),
      limit: z.number().int().min(1).max(1000).default(500),
      cursor: page.cursor,
    }),
    result: listOf(envelope),
    errors: ["malformed_request"],
  }),
  publishedUntil: action({
    summary: "The id below which every event was published and none is younger than some seconds.",
    access: { who: "internal" },
    params: z.strictObject({ seconds: z.number().min(0).max(86_400) }),
    result: z.object({ before: idOf("event") }),
    errors: [],
  }),
  listEventIds: action({
    summary: "The ids of the events from one id on and below another, in their order.",
    access: { who: "internal" },
    params: z.strictObject({
      from: idOf("event"),
      before: idOf("event"),
      types: z.array(text(1, 200)).min(1).max(200).optional(),
      limit: z.number().int().min(1).max(10_000),
    }),
    result: z.object({
      ids: z.array(z.string()),
      /** The id to go on from; null at the end. */
      next: z.string().nullable(),
    }),
    errors: [],
  }),
  getEvents: action({
    summary: "Events of the log by their ids; those that it does not have are left out.",
    access: { who: "internal" },
    params: z.strictObject({ ids: z.array(idOf("event")).min(1).max(1000) }),
    result: z.object({ data: z.array(envelope) }),
    errors: [],
  }),
  recordRepair: action({
    summary: "Have the log, and so the audit trail, tell what was missing and handed over again.",
    access: { who: "internal" },
    params: z.strictObject({
      subscriber: text(1, 100),
      since: time,
      until: time,
      counts: z.record(text(1, 50), z.number().int().min(0)),
    }),
    result: z.object({ event_id: z.string() }),
    errors: [],
  }),
  recordOperation: action({
    summary: "Have the log, and so the audit trail, tell what an operator did to events.",
    access: { who: "admin" },
    params: z.strictObject({
      operation: operationType,
      subscriber: text(1, 100),
      filter: z.strictObject(operationFilter.shape),
      counts: z.record(text(1, 50), z.number().int().min(0)),
    }),
    result: z.object({ event_id: z.string() }),
    errors: [],
  }),
};
