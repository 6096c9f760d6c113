import { isUniqueViolation } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { settleMailboxes } from "../../../shared/users";
import type { AccountsDeps } from "../deps";

/** By which an address is one account's: its mailbox, and what the version before compares. */
const MAILBOX = "users_mailbox_key";
const ADDRESS = "users_email_key";

const AT_ONCE = 500;

/**
 * Does what writes addresses; throws `email_taken` about `field` when one of them already has an account.
 * An account that the version before moved away has its mailbox still, until that is settled: so it is
 * done once more after that.
 */
export async function orEmailTaken<T>(
  { db, service }: Pick<AccountsDeps, "db" | "service">,
  work: () => Promise<T>,
  { field, problem }: { field: `/${string}`; problem: string } = {
    field: "/email",
    problem: "already has an account",
  },
): Promise<T> {
  const taken = (error: unknown): unknown =>
    [MAILBOX, ADDRESS].some((key) => isUniqueViolation(error, key))
      ? AppError.field(field, "email_taken", problem)
      : error;
  try {
    return await work();
  } catch (error) {
    if (!isUniqueViolation(error, MAILBOX)) throw taken(error);
    const { found } = await settleMailboxes(db, service, { limit: AT_ONCE });
    if (found === 0) throw taken(error);
  }
  try {
    return await work();
  } catch (error) {
    throw taken(error);
  }
}
