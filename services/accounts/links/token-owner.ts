import type { MailPurpose } from "../../../shared/contracts";
import type { Database, Transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { findUserById, type UserRecord } from "../identity";
import { findToken } from "./store/tokens";

/**
 * Whose mailed token this is and where it was sent; reading it uses nothing up. Throws
 * `token_invalid`: wrong, used, expired, of another purpose, made for an address that the account
 * has no longer, or of a disabled account are one.
 */
export async function tokenOwner(
  on: Database | Transaction,
  purpose: MailPurpose | readonly MailPurpose[],
  token: string,
): Promise<{ user: UserRecord; sentTo: string }> {
  const found = await findToken(on, [purpose].flat() as MailPurpose[], token);
  const user = found && (await findUserById(on, found.user_id));
  if (!user || user.disabled_at || user.email !== found.user_email) {
    throw new AppError("token_invalid");
  }
  return { user, sentTo: found.sent_to };
}
