import { z } from "zod";
import { action } from "../define-contract";
import { idOf, ownId } from "../fields";
import { listedSession } from "../resources";

/** The sessions of a user: listed and ended, by themselves or by operators. */
export const sessionActions = {
  listSessions: action({
    summary: "One's own sessions, the newest first.",
    access: { who: "session" },
    params: z.strictObject({}),
    result: z.object({ data: z.array(listedSession) }),
    errors: [],
    http: { id: "listSessions", tag: "Sessions", method: "GET", path: "/sessions", status: 200 },
  }),
  revokeSession: action({
    summary: "End one of one's own sessions.",
    access: { who: "session" },
    params: z.strictObject({ id: idOf("session") }),
    result: z.object({}),
    errors: ["not_found"],
    http: {
      id: "deleteSession",
      tag: "Sessions",
      method: "DELETE",
      path: "/sessions/{id}",
      status: 204,
      credential: "ended-if-own",
    },
  }),
  revokeOtherSessions: action({
    summary: "End every session of one's own but this one.",
    access: { who: "session" },
    params: z.strictObject({}),
    result: z.object({}),
    errors: [],
    http: {
      id: "deleteOtherSessions",
      tag: "Sessions",
      method: "DELETE",
      path: "/sessions",
      status: 204,
    },
  }),
  listSessionsOf: action({
    summary: "The live sessions of a user, the newest first.",
    access: { who: "admin" },
    params: z.strictObject({ user_id: idOf("user") }),
    result: z.object({ data: z.array(listedSession.omit({ current: true })) }),
    errors: ["not_found"],
    http: {
      id: "listUserSessions",
      tag: "Users",
      method: "GET",
      path: "/users/{user_id}/sessions",
      status: 200,
    },
  }),
  revokeSessionOf: action({
    summary: "End a session of a user.",
    access: { who: "admin" },
    params: z.strictObject({ user_id: idOf("user"), id: idOf("session") }),
    result: z.object({}),
    errors: ["not_found"],
    http: {
      id: "deleteUserSession",
      tag: "Users",
      method: "DELETE",
      path: "/users/{user_id}/sessions/{id}",
      status: 204,
    },
  }),
  revokeSessionsOf: action({
    summary: "End every session of a user.",
    access: { who: "admin" },
    params: z.strictObject({ user_id: idOf("user") }),
    result: z.object({}),
    errors: ["not_found"],
    http: {
      id: "deleteUserSessions",
      tag: "Users",
      method: "DELETE",
      path: "/users/{user_id}/sessions",
      status: 204,
    },
  }),
  revokeSessions: action({
    summary: "End sessions: some by their ids, all of them or none, or every one of a user.",
    access: { who: "admin" },
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
  noteSeen: action({
    summary: "Note that sessions were used in the last minute.",
    access: { who: "internal" },
    params: z.strictObject({ session_ids: z.array(idOf("session")).max(1000) }),
    result: z.object({}),
    errors: [],
  }),
};
