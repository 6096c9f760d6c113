import type { Caller } from "../../../shared/contracts";
import { userPasswordChanged } from "../../../shared/events";
import {
  hashNew,
  renewCredentials,
  requireCurrentPassword,
  requireSamePassword,
} from "../credentials";
import type { AccountsDeps } from "../deps";
import { ownerOf } from "../identity";

/**
 * Gives the caller another password; their other sessions and all links end, this session gets a new
 * token. Throws `validation_failed` at `/current_password`, or at `/password` as `hashNew` does.
 */
export async function changePassword(
  deps: AccountsDeps,
  params: { current_password: string; password: string },
  caller: Caller,
) {
  const { userId } = ownerOf(caller);
  const known = await requireCurrentPassword(deps, userId, params.current_password);
  const passwordHash = await hashNew(deps, params.password, known);
  return await deps.once(async (trx) => {
    await requireSamePassword(trx, known);
    const { row, answer } = await renewCredentials(deps, trx, {
      changes: { password_hash: passwordHash },
      reason: "password_changed",
      caller,
    });
    await deps.outbox.append(trx, userPasswordChanged, {
      subject: answer.user.id,
      aggregateVersion: row.version,
      data: {},
      caller,
    });
    return answer;
  });
}
