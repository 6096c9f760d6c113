import type { Caller } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { userEmailChangeRequested } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import { requireCurrentPassword, requireSamePassword } from "../credentials";
import type { AccountsDeps } from "../deps";
import { addressNotChanged, countEvent, ownerOf } from "../identity";
import { mayMail } from "../links";

/**
 * Asks for a link to the new address and a notice to the present one; nothing changes before the
 * link is used. Whether the new address has an account is not told here. Throws `validation_failed`
 * at `/current_password`, or at `/email` when it is the present one.
 */
export async function requestEmailChange(
  deps: AccountsDeps,
  params: { email: string; current_password: string },
  caller: Caller,
) {
  const { userId } = ownerOf(caller);
  const known = await requireCurrentPassword(deps, userId, params.current_password);
  const notChanged = addressNotChanged(known, params.email);
  if (notChanged) throw new AppError("validation_failed", { errors: [notChanged] });
  return await deps.once(async (trx) => {
    const current = await requireSamePassword(trx, known);
    if (!(await mayMail(deps, trx, "email_change", params.email))) return {};
    await deps.outbox.append(trx, userEmailChangeRequested, {
      subject: encodeTypeId("user", userId),
      aggregateVersion: await countEvent(trx, userId),
      data: { email: params.email, previous_email: current.email },
      caller,
    });
    return {};
  });
}
