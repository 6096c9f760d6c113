import { z } from "zod";
import { givenEmail } from "../addresses";
import { action } from "../define-contract";
import { mailToken } from "../fields";
import { givenPassword, newPassword, repeatedPassword } from "../passwords";
import { issued } from "./issued";

/** A new password, typed twice. */
const chosenPassword = { password: newPassword, password_confirmation: repeatedPassword };

function isTypedTwice(fields: { password: string; password_confirmation: string }): boolean {
  return fields.password === fields.password_confirmation;
}
const bothTyped = z.object({ password: z.string(), password_confirmation: z.string() });
const typedTwice = {
  path: ["password_confirmation"],
  message: "is not the same as the password",
  params: { code: "confirmation_mismatch" },
  // Said beside what is wrong with other fields, or a form that is being filled in would not hear it.
  when: ({ value }: { value: unknown }) => bothTyped.safeParse(value).success,
};

/** A forgotten password and another one. */
export const passwordActions = {
  requestPasswordReset: action({
    summary: "Ask for a mail to choose a new password; the answer is the same for every address.",
    access: { who: "anyone" },
    params: z.strictObject({ email: givenEmail }),
    result: z.object({}),
    errors: ["rate_limited"],
    http: {
      id: "createPasswordResetRequest",
      tag: "Passwords",
      method: "POST",
      path: "/password-reset-requests",
      status: 202,
      limit: "mail-request",
    },
  }),
  checkResetToken: action({
    summary: "Whether a link to choose a new password works; it is not used up.",
    access: { who: "anyone" },
    params: z.strictObject({ token: mailToken }),
    result: z.object({}),
    errors: ["token_invalid"],
  }),
  resetPassword: action({
    summary:
      "Choose a new password with the token that was mailed, which confirms the address; every session and link ends.",
    access: { who: "anyone" },
    params: z
      .strictObject({ token: mailToken, ...chosenPassword })
      .refine(isTypedTwice, typedTwice),
    result: z.object({}),
    errors: ["token_invalid", "overloaded"],
    http: {
      id: "createPasswordReset",
      tag: "Passwords",
      method: "POST",
      path: "/password-resets",
      status: 204,
    },
  }),
  changePassword: action({
    summary:
      "Change the password; every other session and every link ends, this session is renewed.",
    access: { who: "session" },
    params: z
      .strictObject({ current_password: givenPassword, ...chosenPassword })
      .refine(isTypedTwice, typedTwice),
    result: issued,
    errors: ["rate_limited", "overloaded"],
    http: {
      id: "updatePassword",
      tag: "Passwords",
      method: "PUT",
      path: "/me/password",
      status: 200,
      credential: "issued",
    },
  }),
};
