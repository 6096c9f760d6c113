import type { User } from "../contracts";
import { encodeTypeId } from "../ids";
import type { Role } from "../principal";

/** What is selected of a user wherever one is answered. */
export interface UserRow {
  id: string;
  email: string;
  role: Role;
  confirmed_at: Date | null;
  disabled_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

/** The columns of that, wherever a table has them. */
export const USER_COLUMNS = [
  "id",
  "email",
  "role",
  "confirmed_at",
  "disabled_at",
  "created_at",
  "updated_at",
] as const satisfies readonly (keyof UserRow)[];

/** A user's row as everyone may see it. */
export function toUser(row: UserRow): User {
  return {
    id: encodeTypeId("user", row.id),
    email: row.email,
    role: row.role,
    confirmed_at: row.confirmed_at?.toISOString() ?? null,
    disabled_at: row.disabled_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
