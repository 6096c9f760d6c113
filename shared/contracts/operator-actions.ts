import { z } from "zod";
import { action } from "./define-contract";
import { email, idOf, listOf, ownId, page, role, text } from "./fields";
import { envelope, listedSession, user } from "./resources";

/** What operators do to accounts beyond what administrators do over HTTP. */
export const operatorActions = {
  findUser: action({
    summary: "One user, by address.",
    access: "admin",
    params: z.strictObject({ email }),
    result: z.object({ user }),
    errors: ["not_found"],
  }),
  confirmUser: action({
    summary: "Take a user's address as confirmed; one that is so already stays as it is.",
    access: "admin",
    params: z.strictObject({ id: idOf("user") }),
    result: z.object({ user }),
    errors: ["not_found"],
  }),
  grantRole: action({
    summary: "Give a user another role; one who has it already keeps it.",
    access: "admin",
    params: z.strictObject({ id: idOf("user"), role }),
    result: z.object({ user }),
    errors: ["not_found"],
  }),
  deleteUser: action({
    summary: "Delete a user's account, everywhere.",
    access: "admin",
    params: z.strictObject({ id: idOf("user") }),
    result: z.object({}),
    errors: ["not_found"],
  }),
  listSessionsOf: action({
    summary: "The live sessions of a user, the newest first.",
    access: "admin",
    params: z.strictObject({ user_id: idOf("user") }),
    result: z.object({ data: z.array(listedSession.omit({ current: true })) }),
    errors: ["not_found"],
  }),
  revokeSessions: action({
    summary: "End sessions: some by their ids, all of them or none, or every one of a user.",
    access: "admin",
    params: z
      .strictObject({
        ids: z.array(idOf("session")).min(1).max(1000).optional(),
        user_id: idOf("user").optional(),
      })
      .refine(({ ids, user_id }) => (ids === undefined) !== (user_id === undefined), {
        message: "takes either ids or user_id",
        params: { code: "invalid" },
      }),
    result: z.object({ ended: z.array(ownId("session")) }),
    errors: ["not_found"],
  }),
};

const rebuildPage = { limit: z.number().int().min(1).max(1000).default(500), cursor: page.cursor };

/** What the other services are told so that they can build anew what they keep of users. */
export const rebuildActions = {
  listUsers: action({
    summary: "Every user by id, each as of which of their events.",
    access: "internal",
    params: z.strictObject(rebuildPage),
    result: listOf(user.extend({ version: z.number().int() })),
    errors: ["malformed_request"],
  }),
  findUsers: action({
    summary: "The users there are of some ids, each as of which of their events.",
    access: "internal",
    params: z.strictObject({ ids: z.array(idOf("user")).max(1000) }),
    result: z.object({ data: z.array(user.extend({ version: z.number().int() })) }),
    errors: [],
  }),
  countUsers: action({
    summary: "How many users there are.",
    access: "internal",
    params: z.strictObject({}),
    result: z.object({ count: z.number().int() }),
    errors: [],
  }),
  listEventsByUser: action({
    summary: "The event log user by user: all events of some types of each user on a page.",
    access: "internal",
    params: z.strictObject({ types: z.array(text(1, 100)).min(1).max(100), ...rebuildPage }),
    result: listOf(envelope),
    errors: ["malformed_request"],
  }),
};
