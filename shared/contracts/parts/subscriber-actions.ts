import { z } from "zod";
import { action } from "../define-contract";
import { idOf, listOf, page, text, time } from "../fields";
import { deadLetter, envelope } from "../resources";

const count = z.number().int();

/** How many dead letters or events one call takes. */
export const BATCH_LIMIT = 1000;

/**
 * What operators do about the events of any service that subscribes: spread into its contract, and
 * the functions of the same name (shared/service) into its actions.
 */
export const subscriberActions = {
  listDeadLetters: action({
    summary: "The events that this service gave up, the last one first.",
    access: { who: "admin" },
    params: z.strictObject({ type: text(1, 200).optional(), ...page }),
    result: listOf(deadLetter),
    errors: ["malformed_request"],
  }),
  countDeadLetters: action({
    summary: "How many events this service gave up, up to 100,000.",
    access: { who: "admin" },
    params: z.strictObject({}),
    result: z.object({ count }),
    errors: [],
  }),
  getDeadLetter: action({
    summary: "One event that this service gave up.",
    access: { who: "admin" },
    params: z.strictObject({ id: idOf("event") }),
    result: z.object({ dead_letter: deadLetter }),
    errors: ["not_found"],
  }),
  retryDeadLetters: action({
    summary:
      "Have events that were given up tried again from the beginning: some, or a batch of all.",
    access: { who: "admin" },
    params: z
      .strictObject({
        ids: z.array(idOf("event")).min(1).max(BATCH_LIMIT).optional(),
        all: z.literal(true).optional(),
        before: time.optional().meta({
          description:
            "With `all`: only what was given up before; now, unless an answer said when.",
        }),
        limit: z.number().int().min(1).max(BATCH_LIMIT).default(BATCH_LIMIT),
      })
      .refine(({ ids, all }) => (ids === undefined) !== (all === undefined), {
        message: "takes either ids or all",
        params: { code: "invalid" },
      }),
    result: z.object({
      retried: count,
      /** With `all`: messages that are no events and stay where they are. */
      unreadable: count,
      /** How many there still are to retry; with `ids` always 0. */
      left: count,
      before: time,
    }),
    errors: [],
  }),
  discardDeadLetter: action({
    summary: "Forget an event that this service gave up.",
    access: { who: "admin" },
    params: z.strictObject({ id: idOf("event") }),
    result: z.object({ dead_letter: deadLetter }),
    errors: ["not_found"],
  }),
  replay: action({
    summary: "Hand events to this service again; those it knows change nothing.",
    access: { who: "admin" },
    params: z.strictObject({ events: z.array(envelope).min(1).max(BATCH_LIMIT) }),
    result: z.object({ received: count, new: count, known: count }),
    errors: [],
  }),
};
