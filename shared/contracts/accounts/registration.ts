import { z } from "zod";
import { email, givenEmail } from "../addresses";
import { action } from "../define-contract";
import { mailToken } from "../fields";
import { newPassword } from "../passwords";
import { user } from "../resources";

/** Signing up, and confirming the address. */
export const registrationActions = {
  register: action({
    summary: "Sign up; a mail with a link to confirm the address goes out.",
    access: { who: "anyone" },
    params: z.strictObject({ email, password: newPassword }),
    result: z.object({ user }),
    errors: ["rate_limited", "overloaded"],
    http: {
      id: "createUser",
      tag: "Users",
      method: "POST",
      path: "/users",
      status: 201,
      limit: "sign-up",
      location: (result: { user: { id: string } }) => `/users/${result.user.id}`,
    },
  }),
  checkConfirmationToken: action({
    summary: "Whether a link to confirm an address works; it is not used up.",
    access: { who: "anyone" },
    params: z.strictObject({ token: mailToken }),
    result: z.object({}),
    errors: ["token_invalid"],
  }),
  confirm: action({
    summary: "Confirm an address with the token that was mailed to it.",
    access: { who: "anyone" },
    params: z.strictObject({ token: mailToken }),
    result: z.object({ user }),
    errors: ["token_invalid"],
    http: {
      id: "createConfirmation",
      tag: "Addresses",
      method: "POST",
      path: "/confirmations",
      status: 200,
    },
  }),
  requestConfirmation: action({
    summary:
      "Ask for another mail to confirm an address; the answer is the same for every address.",
    access: { who: "anyone" },
    params: z.strictObject({ email: givenEmail }),
    result: z.object({}),
    errors: ["rate_limited"],
    http: {
      id: "createConfirmationRequest",
      tag: "Addresses",
      method: "POST",
      path: "/confirmation-requests",
      status: 202,
      limit: "mail-request",
    },
  }),
};
