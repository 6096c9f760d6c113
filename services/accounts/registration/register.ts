import type { Caller } from "../../../shared/contracts";
import { userRegistered } from "../../../shared/events";
import { toUser } from "../../../shared/users";
import { hashNew } from "../credentials";
import type { AccountsDeps } from "../deps";
import { insertUser, orEmailTaken, voidLinks } from "../identity";
import { mayMail } from "../links";

/**
 * Signs somebody up; the mail goes out unless the address has just had several, from accounts that
 * moved away or were deleted. Throws `validation_failed` with `email_taken` when it has an account,
 * and as `hashNew` does.
 */
export async function register(
  deps: AccountsDeps,
  params: { email: string; password: string },
  caller: Caller,
) {
  const passwordHash = await hashNew(deps, params.password, params);
  return await orEmailTaken(deps, () =>
    deps.once(async (trx) => {
      const { language } = caller;
      const row = await insertUser(trx, { email: params.email, passwordHash, language });
      // After that, or all who sign up with one address at once would wait in line to be counted.
      const mailed = await mayMail(deps, trx, "confirmation", params.email);
      if (!mailed) await voidLinks(trx, row.id);
      const user = toUser(row);
      await deps.outbox.append(trx, userRegistered, {
        subject: user.id,
        aggregateVersion: row.version,
        data: { email: user.email, ...(mailed ? {} : { confirm: false }) },
        caller,
      });
      return { user };
    }),
  );
}
