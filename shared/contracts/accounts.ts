import { z } from "zod";
import { action, defineContract } from "./define-contract";
import { userTag } from "./entity-tag";
import { eventLogActions } from "./event-log-actions";
import {
  email,
  EXAMPLE_TOKEN,
  givenPassword,
  idOf,
  language,
  ifMatch,
  mailToken,
  newPassword,
  role,
  text,
} from "./fields";
import { operatorActions, rebuildActions } from "./operator-actions";
import { listedSession, session, user, type User } from "./resources";

const nobody = z.strictObject({});
const nothing = z.object({});

/** The purposes for which a mail carries a token. */
const mailPurpose = z.enum(["confirmation", "password_reset", "email_change"]);
export type MailPurpose = z.output<typeof mailPurpose>;

const tagOf = (result: { user: User }): string => userTag(result.user);

/** The language a user is written to in; absent from older accounts services, null until it is known. */
const mailLanguage = language.nullable().optional();

/** A new password, typed twice. */
const chosenPassword = { password: newPassword, password_confirmation: text(0, 72) };

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

const issued = z.object({
  user,
  session,
  token: z
    .string()
    .optional()
    .meta({
      description: "Only for `credential: bearer`.",
      examples: [EXAMPLE_TOKEN],
    }),
});

export const accounts = defineContract("accounts", {
  register: action({
    summary: "Sign up; a mail with a link to confirm the address goes out.",
    access: "anyone",
    params: z.strictObject({ email, password: newPassword }),
    result: z.object({ user }),
    errors: ["rate_limited", "overloaded"],
    http: {
      method: "POST",
      path: "/users",
      status: 201,
      limit: "sign-up",
      location: (result: { user: { id: string } }) => `/users/${result.user.id}`,
    },
  }),
  confirm: action({
    summary: "Confirm an address with the token that was mailed to it.",
    access: "anyone",
    params: z.strictObject({ token: mailToken }),
    result: z.object({ user }),
    errors: ["token_invalid"],
    http: { method: "POST", path: "/confirmations", status: 200 },
  }),
  requestConfirmation: action({
    summary:
      "Ask for another mail to confirm an address; the answer is the same for every address.",
    access: "anyone",
    params: z.strictObject({ email }),
    result: nothing,
    errors: ["rate_limited"],
    http: { method: "POST", path: "/confirmation-requests", status: 202, limit: "mail-request" },
  }),
  requestPasswordReset: action({
    summary: "Ask for a mail to choose a new password; the answer is the same for every address.",
    access: "anyone",
    params: z.strictObject({ email }),
    result: nothing,
    errors: ["rate_limited"],
    http: { method: "POST", path: "/password-reset-requests", status: 202, limit: "mail-request" },
  }),
  checkResetToken: action({
    summary: "Whether a link to choose a new password works; it is not used up.",
    access: "anyone",
    params: z.strictObject({ token: mailToken }),
    result: nothing,
    errors: ["token_invalid"],
  }),
  resetPassword: action({
    summary: "Choose a new password with the token that was mailed; every session and link ends.",
    access: "anyone",
    params: z
      .strictObject({ token: mailToken, ...chosenPassword })
      .refine(isTypedTwice, typedTwice),
    result: nothing,
    errors: ["token_invalid", "overloaded"],
    http: { method: "POST", path: "/password-resets", status: 204 },
  }),
  changePassword: action({
    summary:
      "Change the password; every other session and every link ends, this session is renewed.",
    access: "session",
    params: z
      .strictObject({ current_password: givenPassword, ...chosenPassword })
      .refine(isTypedTwice, typedTwice),
    result: issued,
    errors: ["rate_limited", "overloaded"],
    http: { method: "PUT", path: "/me/password", status: 200, credential: "issued" },
  }),
  requestEmailChange: action({
    summary: "Ask to move to another address; a link goes there, a notice to the present one.",
    access: "session",
    params: z.strictObject({ email, current_password: givenPassword }),
    result: nothing,
    errors: ["rate_limited", "overloaded"],
    http: { method: "POST", path: "/email-change-requests", status: 202, limit: "mail-request" },
  }),
  checkEmailChangeToken: action({
    summary: "The address that a link would move one's account to; it is not used up.",
    access: "session",
    params: z.strictObject({ token: mailToken }),
    result: z.object({ email: z.string() }),
    errors: ["token_invalid"],
  }),
  changeEmail: action({
    summary:
      "Move to the address a token was mailed to; other sessions and links end, this is renewed.",
    access: "session",
    params: z.strictObject({ token: mailToken }),
    result: issued,
    errors: ["token_invalid"],
    http: { method: "POST", path: "/email-changes", status: 200, credential: "issued" },
  }),
  validate: action({
    summary: "What is wrong with a form that is being filled in, for the fields given.",
    access: "anyone",
    params: z.strictObject({
      form: z.enum(["registration", "password_reset", "password_change", "email_change"]),
      fields: z.record(text(1, 50), z.unknown()),
    }),
    result: z.object({
      errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
    }),
    errors: [],
  }),
  logIn: action({
    summary: "Log in; the answer sets a cookie or, if asked, carries a bearer token.",
    access: "anyone",
    params: z.strictObject({
      email: z
        .string()
        .max(1000)
        .meta({ examples: ["erika@example.com"] }),
      password: givenPassword,
      remember_me: z.boolean().default(false),
      credential: z.enum(["cookie", "bearer"]).default("cookie"),
    }),
    result: issued,
    errors: ["invalid_credentials", "rate_limited", "overloaded"],
    http: {
      method: "POST",
      path: "/sessions",
      status: 201,
      credential: "issued",
      limit: "log-in",
    },
  }),
  logOut: action({
    summary: "Log out; the session ends on the server.",
    access: "session",
    params: nobody,
    result: nothing,
    errors: [],
    http: { method: "DELETE", path: "/session", status: 204, credential: "ended" },
  }),
  listSessions: action({
    summary: "One's own sessions, the newest first.",
    access: "session",
    params: nobody,
    result: z.object({ data: z.array(listedSession) }),
    errors: [],
    http: { method: "GET", path: "/sessions", status: 200 },
  }),
  revokeSession: action({
    summary: "End one of one's own sessions.",
    access: "session",
    params: z.strictObject({ id: idOf("session") }),
    result: nothing,
    errors: ["not_found"],
    http: { method: "DELETE", path: "/sessions/{id}", status: 204, credential: "ended-if-own" },
  }),
  revokeOtherSessions: action({
    summary: "End every session of one's own but this one.",
    access: "session",
    params: nobody,
    result: nothing,
    errors: [],
    http: { method: "DELETE", path: "/sessions", status: 204 },
  }),
  deleteAccount: action({
    summary: "Delete one's account, everywhere.",
    access: "session",
    params: z.strictObject({ current_password: givenPassword }),
    result: nothing,
    errors: ["rate_limited", "overloaded"],
    http: { method: "DELETE", path: "/me", status: 204, credential: "ended" },
  }),
  getUser: action({
    summary: "One user.",
    access: "admin",
    params: z.strictObject({ id: idOf("user") }),
    result: z.object({ user }),
    errors: ["not_found"],
    http: { method: "GET", path: "/users/{id}", status: 200, etag: tagOf },
  }),
  updateUser: action({
    summary: "Disable an account, which ends its sessions and links, or enable it again.",
    access: "admin",
    params: z.strictObject({ id: idOf("user"), disabled: z.boolean(), if_match: ifMatch }),
    result: z.object({ user }),
    errors: ["not_found", "precondition_failed"],
    http: { method: "PATCH", path: "/users/{id}", status: 200, etag: tagOf },
  }),
  createUser: action({
    summary: "Make an account of any role, confirmed or not; for operators.",
    access: "admin",
    params: z.strictObject({
      email,
      password: newPassword,
      role: role.default("user"),
      confirmed: z.boolean().default(false),
    }),
    result: z.object({ user }),
    errors: ["overloaded"],
  }),
  createUsers: action({
    summary: "Make many confirmed accounts with one password at once: demo data, for operators.",
    access: "admin",
    params: z.strictObject({ emails: z.array(email).min(1).max(2000), password: newPassword }),
    result: z.object({ created: z.number() }),
    errors: ["overloaded"],
  }),
  chooseLanguage: action({
    summary: "Choose the language one is spoken to in, by pages and mails.",
    access: "session",
    params: z.strictObject({ language }),
    result: nothing,
    errors: [],
  }),
  noteSeen: action({
    summary: "Note that sessions were used in the last minute.",
    access: "internal",
    params: z.strictObject({ session_ids: z.array(idOf("session")).max(1000) }),
    result: nothing,
    errors: [],
  }),
  findNoticeAddress: action({
    summary: "Where the notice about an event of a user goes.",
    access: "internal",
    params: z.strictObject({ user_id: idOf("user"), event_id: idOf("event") }),
    result: z.object({ to: z.string(), language: mailLanguage }),
    errors: ["not_found"],
  }),
  issueMailToken: action({
    summary: "The token for a mail that is about to be sent, and the address it may go to.",
    access: "internal",
    params: z.strictObject({
      user_id: idOf("user"),
      purpose: mailPurpose,
      event_id: idOf("event"),
    }),
    result: z.object({
      token: z.string(),
      to: z.string(),
      language: mailLanguage,
      expires_at: z.string(),
    }),
    errors: ["not_found", "already_confirmed", "token_invalid"],
  }),
  ...operatorActions,
  ...rebuildActions,
  ...eventLogActions,
});
