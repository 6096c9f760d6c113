import { z } from "zod";
import { action } from "./define-contract";
import { idOf, listOf, page, text, time } from "./fields";
import { operationFilter, operationType } from "./operations";
import { envelope } from "./resources";

const eventFilters = {
  type: text(1, 2000)
    .optional()
    .meta({ description: "One type of event, or several with commas between." }),
  subject: text(1, 100).optional(),
  since: time.optional().meta({ description: "At or after." }),
  until: time.optional().meta({ description: "Before." }),
};

/** The event log of a service that publishes, and what operators do with it. */
export const eventLogActions = {
  listEvents: action({
    summary: "The event log, the newest first.",
    access: "admin",
    params: z.strictObject({
      ...eventFilters,
      order: z.enum(["asc", "desc"]).default("desc"),
      ...page,
    }),
    result: listOf(envelope),
    errors: ["malformed_request"],
    http: { method: "GET", path: "/events", status: 200 },
  }),
  countEvents: action({
    summary: "How many events of the log fit, for an operator who is about to replay them.",
    access: "admin",
    params: z.strictObject(eventFilters),
    result: z.object({
      count: z.number(),
      /** The database's time; what is written from now on is not counted. */
      counted_at: time,
    }),
    errors: [],
  }),
  getEvent: action({
    summary: "One event of the log.",
    access: "admin",
    params: z.strictObject({ id: idOf("event") }),
    result: z.object({ event: envelope }),
    errors: ["not_found"],
  }),
  recordOperation: action({
    summary: "Have the log, and so the audit trail, tell what an operator did to events.",
    access: "admin",
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
