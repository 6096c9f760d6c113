import { z } from "zod";
import { email, givenEmail } from "../addresses";
import { action } from "../define-contract";
import { userTag } from "../entity-tag";
import { idOf, ifMatch, ownId, role } from "../fields";
import { newPassword } from "../passwords";
import { type User, user } from "../resources";

const tagOf = (result: { user: User }): string => userTag(result.user);

/** What administrators and operators do to accounts. */
export const administrationActions = {
  getUser: action({
    summary: "One user.",
    access: { who: "admin" },
    params: z.strictObject({ id: idOf("user") }),
    result: z.object({ user }),
    errors: ["not_found"],
    http: {
      id: "getUser",
      tag: "Users",
      method: "GET",
      path: "/users/{id}",
      status: 200,
      etag: tagOf,
    },
  }),
  findUser: action({
    summary: "One user, by address.",
    access: { who: "admin" },
    params: z.strictObject({ email: givenEmail }),
    result: z.object({ user }),
    errors: ["not_found"],
  }),
  nameUsers: action({
    summary: "The addresses of some users; those who have no account any more are left out.",
    access: { who: "admin" },
    params: z.strictObject({ ids: z.array(idOf("user")).max(100) }),
    result: z.object({ data: z.array(z.object({ id: ownId("user"), email: z.string() })) }),
    errors: [],
  }),
  createUser: action({
    summary:
      "Make an account of any role, confirmed or not; without a password, a mail invites its owner to choose one.",
    access: { who: "admin" },
    params: z.strictObject({
      email,
      password: newPassword.optional(),
      role: role.default("user"),
      confirmed: z.boolean().default(false),
    }),
    result: z.object({ user }),
    errors: ["overloaded"],
    http: {
      id: "createUserAsAdmin",
      tag: "Users",
      method: "POST",
      path: "/admin/users",
      status: 201,
      location: (result: { user: { id: string } }) => `/users/${result.user.id}`,
    },
  }),
  createUsers: action({
    summary: "Make many confirmed accounts with one password at once: demo data, for operators.",
    access: { who: "admin" },
    params: z.strictObject({ emails: z.array(email).min(1).max(2000), password: newPassword }),
    result: z.object({ created: z.number() }),
    errors: ["overloaded"],
  }),
  updateUser: action({
    summary: "Disable an account, which ends its sessions and links, or enable it again.",
    access: { who: "admin" },
    params: z.strictObject({ id: idOf("user"), disabled: z.boolean(), if_match: ifMatch }),
    result: z.object({ user }),
    errors: ["not_found", "precondition_failed"],
    http: {
      id: "updateUser",
      tag: "Users",
      method: "PATCH",
      path: "/users/{id}",
      status: 200,
      etag: tagOf,
    },
  }),
  confirmUser: action({
    summary: "Take a user's address as confirmed; one that is so already stays as it is.",
    access: { who: "admin" },
    params: z.strictObject({ id: idOf("user") }),
    result: z.object({ user }),
    errors: ["not_found"],
    http: {
      id: "confirmUser",
      tag: "Users",
      method: "PUT",
      path: "/users/{id}/confirmation",
      status: 200,
    },
  }),
  grantRole: action({
    summary: "Give a user another role; one who has it already keeps it.",
    access: { who: "admin" },
    params: z.strictObject({ id: idOf("user"), role }),
    result: z.object({ user }),
    errors: ["not_found"],
    http: {
      id: "updateUserRole",
      tag: "Users",
      method: "PUT",
      path: "/users/{id}/role",
      status: 200,
    },
  }),
  mailUser: action({
    summary:
      "Have a mail sent: to confirm the address, to choose another password, or to invite once more.",
    access: { who: "admin" },
    params: z.strictObject({
      id: idOf("user"),
      kind: z.enum(["confirmation", "password_reset", "invitation"]),
    }),
    result: z.object({}),
    errors: ["not_found", "rate_limited"],
    http: {
      id: "createUserMail",
      tag: "Users",
      method: "POST",
      path: "/users/{id}/mails",
      status: 202,
    },
  }),
};
