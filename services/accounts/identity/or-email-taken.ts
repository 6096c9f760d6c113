import { isUniqueViolation } from "../../../shared/database";
import { AppError } from "../../../shared/errors";

/** By which an address is one account's: its mailbox, and what the version before compares. */
const KEYS = ["users_mailbox_key", "users_email_key"];

/** Does what writes addresses; throws `email_taken` about `field` when one of them already has an account. */
export async function orEmailTaken<T>(
  work: () => Promise<T>,
  { field, problem }: { field: `/${string}`; problem: string } = {
    field: "/email",
    problem: "already has an account",
  },
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (KEYS.some((key) => isUniqueViolation(error, key))) {
      throw AppError.field(field, "email_taken", problem);
    }
    throw error;
  }
}
