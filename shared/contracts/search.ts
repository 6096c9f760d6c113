import { z } from "zod";
import { action, defineContract } from "./define-contract";
import { listOf, page, text } from "./fields";
import { numberedPage, numberedPageOf } from "./numbered-pages";
import { user } from "./resources";
import { subscriberActions } from "./subscriber-actions";

const confirmed = z.enum(["true", "false"]).optional();
const sort = z.enum(["-created_at", "created_at", "email", "-email"]).default("-created_at");

export const search = defineContract("search", {
  users: action({
    summary: "Find users by the beginning of their address, by parts of it, or nearly.",
    access: "admin",
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
    http: { method: "GET", path: "/users", status: 200 },
  }),
  page: action({
    summary: "Users by page numbers, for administrators who look through them.",
    access: "admin",
    params: numberedPage({ confirmed, sort }),
    result: numberedPageOf(user),
    errors: [],
  }),
  ...subscriberActions,
});
