import { z } from "zod";

/** How many ids a record of an operation names at most; the counts tell of the rest. */
export const NAMED_IDS = 100;

/** Which events or mails an operator chose: some by id, or those that fit. */
export const operationFilter = z.object({
  ids: z.array(z.string().max(90)).max(NAMED_IDS).optional(),
  type: z.string().max(2000).optional(),
  /** Of mails: which kind. */
  kind: z.string().max(100).optional(),
  since: z.string().max(40).optional(),
  until: z.string().max(40).optional(),
});

/** What operators do to events, each the type of the event that tells of it. */
export const operationType = z.enum([
  "events.replayed",
  "dead_letters.retried",
  "dead_letters.discarded",
  "mails.retried",
  "mails.discarded",
]);
export type OperationType = z.output<typeof operationType>;
