import { z } from "zod";
import { action } from "../define-contract";
import { idOf } from "../fields";
import { givenPassword } from "../passwords";

/** Deleting an account, by its owner or an administrator. */
export const deletionActions = {
  deleteAccount: action({
    summary: "Delete one's account, everywhere.",
    access: { who: "session" },
    params: z.strictObject({ current_password: givenPassword }),
    result: z.object({}),
    errors: ["rate_limited", "overloaded"],
    http: {
      id: "deleteMe",
      tag: "Account",
      method: "DELETE",
      path: "/me",
      status: 204,
      credential: "ended",
    },
  }),
  deleteUser: action({
    summary: "Delete a user's account, everywhere.",
    access: { who: "admin" },
    params: z.strictObject({ id: idOf("user") }),
    result: z.object({}),
    errors: ["not_found"],
    http: { id: "deleteUser", tag: "Users", method: "DELETE", path: "/users/{id}", status: 204 },
  }),
};
