import { z } from "zod";
import { action, defineContract } from "./define-contract";
import { listOf, page, text } from "./fields";
import { numberedPage, numberedPageOf } from "./numbered-pages";
import { subscriberActions } from "./parts/subscriber-actions";
import { user } from "./resources";

const confirmed = z.enum(["true", "false"]).optional();
const sort = z.enum(["-created_at", "created_at", "email", "-email"]).default("-created_at");

export const search = defineContract("search", {
  users: action({
    summary: "Find users by the beginning of their address, by parts of it, or nearly.",
    access: { who: "admin" },
    params: z.strictObject({
      query: text(0, 200).optional(),
      confirmed,
      sort: sort.meta({
        description: "Without `query`; results of a search come best first.",
      }),
      ...page,
    }),
    result: listOf(user),
    errors: ["malformed_request"],
    http: { id: "listUsers", tag: "Users", method: "GET", path: "/users", status: 200 },
  }),
  page: action({
    summary: "Users by page numbers, for administrators who look through them.",
    access: { who: "admin" },
    params: numberedPage({ confirmed, sort }),
    result: numberedPageOf(user),
    errors: [],
  }),
  rebuild: action({
    summary: "Put a batch of documents right, from the users there are or from the event log.",
    access: { who: "admin" },
    params: z.strictObject({
      from: z.enum(["users", "events"]),
      limit: z.number().int().min(1).max(1000).default(500),
      cursor: page.cursor,
    }),
    result: z.object({
      /** How many users, or events, were read. */
      read: z.number().int(),
      /** How many documents were not as they should be. */
      changed: z.number().int(),
      next_cursor: z.string().nullable(),
    }),
    errors: ["malformed_request"],
  }),
  countForRebuild: action({
    summary: "How many users, or events, a rebuild would read.",
    access: { who: "admin" },
    params: z.strictObject({ from: z.enum(["users", "events"]) }),
    result: z.object({ count: z.number().int() }),
    errors: [],
  }),
  ...subscriberActions,
});
