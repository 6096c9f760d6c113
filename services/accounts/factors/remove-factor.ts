import { type Caller, uuidOf } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { factorRemoved } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { changeCredentials } from "../identity";
import { requireAssurance } from "./require-assurance";
import { deleteFactor, findFactors } from "./store/factors";
import { deleteRecoveryCodes } from "./store/recovery-codes";

/**
 * Removes a factor of the caller's; with the last one go the recovery codes, and a password is enough
 * again. One that was never confirmed goes without an event. Throws `not_found`.
 */
export async function removeFactor(deps: AccountsDeps, params: { id: string }, caller: Caller) {
  const id = uuidOf(params.id);
  return await deps.once(async (trx) => {
    const user = await requireAssurance(trx, caller);
    const factors = await findFactors(trx, user.id);
    const factor = factors.find((each) => each.id === id);
    if (!factor) throw new AppError("not_found");
    await deleteFactor(trx, user.id, id);
    if (!factor.confirmed_at) return {};
    const isLast = !factors.some((each) => each.id !== id && each.confirmed_at);
    if (isLast) await deleteRecoveryCodes(trx, user.id);
    const row = await changeCredentials(trx, user.id, isLast ? { least_assurance: 1 } : {});
    await deps.outbox.append(trx, factorRemoved, {
      subject: encodeTypeId("user", user.id),
      aggregateVersion: row.version,
      data: { factor_id: params.id, kind: factor.kind },
      caller,
    });
    return {};
  });
}
