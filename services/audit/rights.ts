import type { Rights } from "../../shared/database";

/** Nobody acting in this role can change or remove an entry; where one came from can be forgotten. */
export const rights: Rights = {
  entries: ["select", "insert"],
  chains: ["select", "insert", "update"],
  origins: ["select", "insert", "delete"],
};
