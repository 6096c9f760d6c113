import type { User } from "../../shared/contracts";
import { toLines } from "../events/event-table";
import type { Column } from "../table";
import { shortTime } from "../times";

/** Users as a table shows them. */
export const userColumns: readonly Column<User>[] = [
  { header: "ID", value: ({ id }) => id, keep: true },
  { header: "E-MAIL", value: ({ email }) => email, keep: true, cut: true, style: "cyan" },
  { header: "ROLE", value: ({ role }) => role },
  { header: "STATE", value: stateOf },
  { header: "REGISTERED (UTC)", value: ({ created_at }) => shortTime(created_at), style: "dim" },
];

/** One user in full, in lines. */
export function describeUser(user: User): string[] {
  return toLines(user);
}

function stateOf({ confirmed_at, disabled_at }: User): string {
  if (disabled_at !== null) return "disabled";
  return confirmed_at === null ? "not confirmed" : "confirmed";
}
