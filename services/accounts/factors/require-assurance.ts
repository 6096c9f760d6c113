import type { Caller } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import type { AccountsDeps } from "../deps";
import { findUserById, ownerOf, type UserRecord } from "../identity";

/** In seconds: how long ago somebody may have proved who they are who changes their factors. */
const WITHIN = 600;

/**
 * The user whose session asks, which has to be as sure as their factors make it: else whoever has the
 * password alone would bring a factor of their own. Throws `insufficient_user_authentication`, or
 * `unauthenticated` when the account is gone.
 */
export async function requireAssurance(
  on: Transaction | AccountsDeps["db"],
  caller: Caller,
): Promise<UserRecord> {
  const user = await findUserById(on, ownerOf(caller).userId);
  if (!user || user.disabled_at) throw new AppError("unauthenticated");
  const { principal } = caller;
  if (principal?.kind === "session" && principal.assurance >= user.least_assurance) return user;
  throw new AppError("insufficient_user_authentication", {
    stepUp: { within: WITHIN, assurance: user.least_assurance },
  });
}
