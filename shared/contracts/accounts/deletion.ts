import { z } from "zod";
import { action } from "../define-contract";
import { givenPassword, idOf } from "../fields";

/** Deleting an account, by its owner or an administrator. */
export const deletionActions = {
  deleteAccount: action({
    summary: "Delete one's account, everywhere.",
    access: { who: "session" },
    params: z.strictObject({ current_password: givenPassword }),
    result: z.object({}),
    errors: ["rate_limited", "overloaded"],
    http: { method: "DELETE", path: "/me", status: 204, credential: "ended" },
  }),
  deleteUser: action({
    summary: "Delete a user's account, everywhere.",
    access: { who: "admin" },
    params: z.strictObject({ id: idOf("user") }),
    result: z.object({}),
    errors: ["not_found"],
    http: { method: "DELETE", path: "/users/{id}", status: 204 },
  }),
};
