import type { Rights } from "../../shared/database";

/** Whose a session is, it reads itself, at every request; everything else it asks `accounts` for. */
export const rights: Rights = {
  "accounts.sessions": ["select"],
  "accounts.users": ["select"],
};
