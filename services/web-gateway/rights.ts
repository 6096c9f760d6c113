import type { Rights } from "../../shared/database";

/** The gateway itself reads sessions and their users, at every request; for everything else it calls `accounts`. */
export const rights: Rights = {
  "accounts.sessions": ["select"],
  "accounts.users": ["select"],
};
