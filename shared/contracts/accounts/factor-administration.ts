import { z } from "zod";
import { action } from "../define-contract";
import { idOf } from "../fields";
import { factor } from "./factor";

/** What administrators and operators see of others' second factors, and how they help who lost theirs. */
export const factorAdministrationActions = {
  listFactorsOf: action({
    summary: "The second factors of a user.",
    access: { who: "admin" },
    params: z.strictObject({ user_id: idOf("user") }),
    result: z.object({ data: z.array(factor) }),
    errors: ["not_found"],
    http: {
      id: "listUserFactors",
      tag: "Users",
      method: "GET",
      path: "/users/{user_id}/factors",
      status: 200,
    },
  }),
  resetFactors: action({
    summary:
      "Remove every second factor and recovery code of a user, who is told by mail; a password is enough then.",
    access: { who: "admin", within: 600 },
    params: z.strictObject({ user_id: idOf("user") }),
    result: z.object({}),
    errors: ["not_found", "insufficient_user_authentication"],
    http: {
      id: "deleteUserFactors",
      tag: "Users",
      method: "DELETE",
      path: "/users/{user_id}/factors",
      status: 204,
    },
  }),
};
