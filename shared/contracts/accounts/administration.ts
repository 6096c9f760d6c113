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
    summary: "Make an account of any role, confirmed or not; for operators.",
    access: { who: "admin" },
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
  }),
  grantRole: action({
    summary: "Give a user another role; one who has it already keeps it.",
    access: { who: "admin" },
    params: z.strictObject({ id: idOf("user"), role }),
    result: z.object({ user }),
    errors: ["not_found"],
  }),
};
