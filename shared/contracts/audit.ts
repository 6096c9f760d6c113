import { z } from "zod";
import { isTypeId } from "../ids";
import { ACTORS } from "../principal";
import { chainProblem, checkpoint } from "./checkpoint";
import { action, defineContract } from "./define-contract";
import { anyId, exampleId, listOf, page, text, time } from "./fields";
import { numberedPage, numberedPageOf } from "./numbered-pages";
import { subscriberActions } from "./parts/subscriber-actions";
import { auditEntry } from "./resources";

const actor = z
  .string()
  .max(100, { abort: true })
  .refine((value) => isTypeId(value) || ACTORS.some((name) => name === value), {
    message: `must be an id, or one of ${ACTORS.join(", ")}`,
    params: { code: "invalid_value" },
  })
  .meta({
    description: `Who did it: a user's id, or one of ${ACTORS.join(", ")}.`,
    examples: [exampleId("user")],
  });

const filters = {
  actor: actor.optional(),
  subject: anyId().optional().meta({ description: "Whom it concerns, by id." }),
  type: text(1, 100).optional().meta({ description: "One type of event." }),
  since: time.optional(),
  until: time.optional(),
};

/** So far events of a type are counted within a day: beyond it counting would take ever longer. */
export const COUNTED_PER_DAY = 10_000;

export const audit = defineContract("audit", {
  list: action({
    summary: "The audit trail, the newest first.",
    access: { who: "admin" },
    params: z.strictObject({ ...filters, ...page }),
    result: listOf(auditEntry),
    errors: ["malformed_request"],
    http: {
      id: "listAuditEntries",
      tag: "Audit",
      method: "GET",
      path: "/audit-entries",
      status: 200,
    },
  }),
  page: action({
    summary: "The audit trail by page numbers, for administrators who look through it.",
    access: { who: "admin" },
    params: numberedPage({
      ...filters,
      sort: z.enum(["-occurred_at", "occurred_at"]).default("-occurred_at"),
    }),
    result: numberedPageOf(auditEntry),
    errors: [],
  }),
  countPerDay: action({
    summary: "How often events of some types happened on each of the last days, in UTC.",
    access: { who: "admin" },
    params: z.strictObject({
      types: z.array(text(1, 100)).min(1).max(10),
      days: z.number().int().min(1).max(31),
    }),
    result: z.object({
      /** The oldest day first. Each type's count goes up to `COUNTED_PER_DAY`. */
      data: z.array(z.object({ date: z.iso.date(), counts: z.array(z.number().int()) })),
    }),
    errors: [],
  }),
  activity: action({
    summary: "What happened to one's own account, the newest first.",
    access: { who: "session" },
    params: z.strictObject({ ...page }),
    result: listOf(auditEntry),
    errors: ["malformed_request"],
    http: {
      id: "listMyActivity",
      tag: "Account",
      method: "GET",
      path: "/me/activity",
      status: 200,
    },
  }),
  verify: action({
    summary: "Whether the audit trail is whole, and where it is not. Reads all of it.",
    access: { who: "admin" },
    params: z.strictObject({}),
    result: z.object({ entries: z.number(), problems: z.array(chainProblem) }),
    errors: [],
  }),
  verifyPart: action({
    summary: "The same part by part, for a trail that takes longer to read than a call may.",
    access: { who: "admin" },
    params: z.strictObject({ cursor: text(1, 5000).optional() }),
    result: z.object({
      /** Of this part, and of the whole trail when its reading began. */
      entries: z.number().int(),
      total: z.number().int(),
      problems: z.array(chainProblem),
      next_cursor: z.string().nullable(),
    }),
    errors: ["malformed_request"],
  }),
  checkpoint: action({
    summary: "A signed note of how far each chain of the audit trail went, to be kept elsewhere.",
    access: { who: "admin" },
    params: z.strictObject({}),
    result: checkpoint,
    errors: [],
  }),
  verifyCheckpoint: action({
    summary: "Whether the audit trail still has what a checkpoint says, and who signed that.",
    access: { who: "admin" },
    params: z.strictObject({ checkpoint }),
    result: z.object({
      /** `unknown`: rightly signed, but with the key of another installation. */
      signature: z.enum(["valid", "unknown", "wrong"]),
      problems: z.array(chainProblem),
    }),
    errors: [],
  }),
  ...subscriberActions,
});
