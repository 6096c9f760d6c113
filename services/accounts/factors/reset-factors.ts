import { type Caller, uuidOf } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { factorRemoved } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { changeCredentials, findUserById, requireAdmin } from "../identity";
import { requireAssurance } from "./require-assurance";
import { deleteFactor, findFactors } from "./store/factors";
import { deleteRecoveryCodes } from "./store/recovery-codes";
import { toFactor } from "./to-factor";

/** The factors of any user, the oldest first. Throws `not_found`. */
export async function listFactorsOf({ db }: AccountsDeps, params: { user_id: string }) {
  const userId = uuidOf(params.user_id);
  if (!(await findUserById(db, userId))) throw new AppError("not_found");
  return { data: (await findFactors(db, userId)).map(toFactor) };
}

/**
 * Removes all factors of a user who has lost them, each with its event; their sessions go on. Of an
 * administrator who has a factor it asks for that. Throws `not_found`.
 */
export async function resetFactors(
  deps: AccountsDeps,
  params: { user_id: string },
  caller: Caller,
) {
  const userId = uuidOf(params.user_id);
  return await deps.once(async (trx) => {
    await requireAdmin(trx, caller);
    if (caller.principal?.kind === "session") await requireAssurance(trx, caller);
    if (!(await findUserById(trx, userId))) throw new AppError("not_found");
    const factors = await findFactors(trx, userId);
    await deleteRecoveryCodes(trx, userId);
    for (const { id, kind, confirmed_at } of factors) {
      await deleteFactor(trx, userId, id);
      if (!confirmed_at) continue;
      const row = await changeCredentials(trx, userId, { least_assurance: 1 });
      await deps.outbox.append(trx, factorRemoved, {
        subject: params.user_id,
        aggregateVersion: row.version,
        data: { factor_id: encodeTypeId("factor", id), kind },
        caller,
      });
    }
    return {};
  });
}
