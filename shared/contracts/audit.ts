import { z } from "zod";
import { action, defineContract } from "./define-contract";
import { listOf, page, text, time } from "./fields";
import { numberedPage, numberedPageOf } from "./numbered-pages";
import { auditEntry } from "./resources";
import { subscriberActions } from "./subscriber-actions";

const filters = {
  actor: text(1, 100).optional(),
  subject: text(1, 100).optional(),
  type: text(1, 100).optional(),
  since: time.optional(),
  until: time.optional(),
};

export const audit = defineContract("audit", {
  list: action({
    summary: "The audit trail, the newest first.",
    access: "admin",
    params: z.strictObject({ ...filters, ...page }),
    result: listOf(auditEntry),
    errors: ["malformed_request"],
    http: { method: "GET", path: "/audit-entries", status: 200 },
  }),
  page: action({
    summary: "The audit trail by page numbers, for administrators who look through it.",
    access: "admin",
    params: numberedPage({
      ...filters,
      sort: z.enum(["-occurred_at", "occurred_at"]).default("-occurred_at"),
    }),
    result: numberedPageOf(auditEntry),
    errors: [],
  }),
  activity: action({
    summary: "What happened to one's own account, the newest first.",
    access: "session",
    params: z.strictObject({ ...page }),
    result: listOf(auditEntry),
    errors: ["malformed_request"],
    http: { method: "GET", path: "/me/activity", status: 200 },
  }),
  verify: action({
    summary: "Whether the audit trail is whole, and where it is not. Reads all of it.",
    access: "admin",
    params: z.strictObject({}),
    result: z.object({
      entries: z.number(),
      problems: z.array(
        z.object({
          chain: z.number(),
          seq: z.number(),
          id: z.string().optional(),
          problem: z.string(),
        }),
      ),
    }),
    errors: [],
  }),
  ...subscriberActions,
});
