import type { Transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import type { UserRecord } from "./store/user-record";
import { hasOtherAdmin } from "./store/users";

/**
 * Lets a user lose what makes them an administrator only while another one can log in: without any,
 * nobody could make one but by the command line. Throws `validation_failed` at `pointer`. The
 * transaction's isolation sees to it that two who do so at once do not both succeed.
 */
export async function requireOtherAdmin(
  trx: Transaction,
  user: UserRecord,
  pointer: `/${string}`,
): Promise<void> {
  if (user.role !== "admin" || user.disabled_at !== null) return;
  if (await hasOtherAdmin(trx, user.id)) return;
  throw AppError.field(pointer, "last_administrator", "would leave nobody who is an administrator");
}
