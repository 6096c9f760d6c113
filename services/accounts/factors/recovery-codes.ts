import type { Caller } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { recoveryCodesGenerated } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { countEvent } from "../identity";
import { hashOfRecoveryCode, newRecoveryCodes } from "./recovery-code";
import { requireAssurance } from "./require-assurance";
import { replaceRecoveryCodes } from "./store/recovery-codes";

/** Gives a user (UUID) ten new codes in place of those before. */
export async function giveRecoveryCodes(trx: Transaction, userId: string): Promise<string[]> {
  const codes = newRecoveryCodes();
  await replaceRecoveryCodes(
    trx,
    userId,
    codes.map((code) => hashOfRecoveryCode(code) as Buffer),
  );
  return codes;
}

/** Gives the caller new recovery codes, with its event. Throws `not_found` where no factor is to recover from. */
export async function renewRecoveryCodes(deps: AccountsDeps, _params: object, caller: Caller) {
  return await deps.once(async (trx) => {
    const user = await requireAssurance(trx, caller);
    if (user.least_assurance === 1) throw new AppError("not_found");
    const recovery_codes = await giveRecoveryCodes(trx, user.id);
    await deps.outbox.append(trx, recoveryCodesGenerated, {
      subject: encodeTypeId("user", user.id),
      aggregateVersion: await countEvent(trx, user.id),
      data: {},
      caller,
    });
    return { recovery_codes };
  });
}
