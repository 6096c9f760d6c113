import { type User, user } from "../../../shared/contracts";
import { toUser, type UserRow } from "../../../shared/users";

/**
 * A document's columns as a user in a list. Earlier versions left `updated_at` out where events came in
 * another order; such a user was last changed when they registered, as far as is known. Throws for a
 * document that is no user.
 */
export function toListedUser(row: UserRow): User {
  return user.parse(toUser({ ...row, updated_at: row.updated_at ?? row.created_at }));
}
