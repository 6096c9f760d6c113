import { z } from "zod";
import { action, defineContract } from "./define-contract";
import { idOf, listOf, page, text, time } from "./fields";
import { BATCH_LIMIT, subscriberActions } from "./parts/subscriber-actions";
import { mail, mailDelivery } from "./resources";

const count = z.number().int();
/** A kind of mail; not checked, so that one of a newer version can be named as well. */
const kind = text(1, 100);
const ids = z.array(idOf("event")).min(1).max(BATCH_LIMIT);

export const notifier = defineContract("notifier", {
  listMail: action({
    summary: "Every mail that was caught instead of sent, the newest first (development only).",
    access: { who: "internal" },
    params: z.strictObject({ to: text(1, 200).optional() }),
    result: z.object({ data: z.array(mail) }),
    errors: ["not_found"],
  }),
  listMailDeliveries: action({
    summary:
      "The mails that were given up, the last one first, or those that wait, the next first.",
    access: { who: "admin" },
    params: z.strictObject({
      state: z.enum(["given_up", "waiting"]).default("given_up"),
      kind: kind.optional(),
      ...page,
    }),
    result: listOf(mailDelivery),
    errors: ["malformed_request"],
  }),
  countMailDeliveries: action({
    summary: "How many mails wait, and how many were given up.",
    access: { who: "admin" },
    params: z.strictObject({}),
    result: z.object({ waiting: count, given_up: count }),
    errors: [],
  }),
  getMailDeliveries: action({
    summary: "The mails that an event asked for and that were given up.",
    access: { who: "admin" },
    params: z.strictObject({ event_id: idOf("event") }),
    result: z.object({ data: z.array(mailDelivery) }),
    errors: ["not_found"],
  }),
  retryMailDeliveries: action({
    summary: "Have mails that were given up tried again: those of some events, or a batch of all.",
    access: { who: "admin" },
    params: z
      .strictObject({
        ids: ids.optional().meta({ description: "Of the events that asked for them." }),
        kind: kind.optional().meta({ description: "With `ids`: only this kind of each." }),
        all: z.literal(true).optional(),
        before: time.optional().meta({
          description:
            "With `all`: only what was given up before; now, unless an answer said when.",
        }),
        limit: z.number().int().min(1).max(BATCH_LIMIT).default(BATCH_LIMIT),
      })
      .refine(({ ids: some, all }) => (some === undefined) !== (all === undefined), {
        message: "takes either ids or all",
        params: { code: "invalid" },
      }),
    result: z.object({
      retried: count,
      /** How many there still are to retry; with `ids` always 0. */
      left: count,
      before: time,
    }),
    errors: ["not_found"],
  }),
  discardMailDelivery: action({
    summary: "Forget a mail that was given up.",
    access: { who: "admin" },
    params: z.strictObject({ event_id: idOf("event"), kind }),
    result: z.object({ delivery: mailDelivery }),
    errors: ["not_found"],
  }),
  ...subscriberActions,
});
