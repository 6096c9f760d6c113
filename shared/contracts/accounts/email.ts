import { z } from "zod";
import { email } from "../addresses";
import { action } from "../define-contract";
import { mailToken } from "../fields";
import { givenPassword } from "../passwords";
import { issued } from "./issued";

/** Moving an account to another address. */
export const emailActions = {
  requestEmailChange: action({
    summary: "Ask to move to another address; a link goes there, a notice to the present one.",
    access: { who: "session" },
    params: z.strictObject({ email, current_password: givenPassword }),
    result: z.object({}),
    errors: ["rate_limited", "overloaded"],
    http: {
      id: "createEmailChangeRequest",
      tag: "Addresses",
      method: "POST",
      path: "/email-change-requests",
      status: 202,
      limit: "mail-request",
    },
  }),
  checkEmailChangeToken: action({
    summary:
      "The address that a link would move an account to, one's own when logged in; it is not used up.",
    access: { who: "anyone" },
    params: z.strictObject({ token: mailToken }),
    result: z.object({ email: z.string() }),
    errors: ["token_invalid"],
  }),
  changeEmail: action({
    summary:
      "Move to the address a token was mailed to; other sessions and links end, this is renewed.",
    access: { who: "session" },
    params: z.strictObject({ token: mailToken }),
    result: issued,
    errors: ["token_invalid"],
    http: {
      id: "createEmailChange",
      tag: "Addresses",
      method: "POST",
      path: "/email-changes",
      status: 200,
      credential: "issued",
    },
  }),
};
