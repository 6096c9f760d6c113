import { type Caller, uuidOf } from "../../../shared/contracts";
import { type Database, readNow, type Transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { factorAdded } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { changeCredentials, type UserRecord } from "../identity";
import { addProof } from "../sign-in";
import { wrongCode } from "./prove-factor";
import { giveRecoveryCodes } from "./recovery-codes";
import { requireAssurance } from "./require-assurance";
import { openSeed } from "./seeds";
import { type FactorRow, findFactors, useStep } from "./store/factors";
import { toFactor } from "./to-factor";
import { stepOf } from "./totp";

/**
 * Takes a new factor into use, a code of which is shown. With the first one come recovery codes, and from
 * then on no session of the user begins without a second factor. Throws `not_found` when none waits under
 * this id, `validation_failed` at `/code`.
 */
export async function confirmFactor(
  deps: AccountsDeps,
  { id, code }: { id: string; code: string },
  caller: Caller,
) {
  const { id: userId } = await requireAssurance(deps.db, caller);
  // No try is taken for what is nobody's.
  await findWaiting(deps.db, userId, uuidOf(id));
  const guess = await deps.factorBudget.spend("totp", userId);
  return await deps.once(async (trx) => {
    const user = await requireAssurance(trx, caller);
    const factor = await confirm(deps, trx, { user, id: uuidOf(id), code });
    await guess.right(trx);
    const isFirst = user.least_assurance === 1;
    const row = await changeCredentials(trx, user.id, { least_assurance: 2 });
    await deps.outbox.append(trx, factorAdded, {
      subject: encodeTypeId("user", user.id),
      aggregateVersion: row.version,
      data: { factor_id: id, kind: factor.kind },
      caller,
    });
    await addProof(trx, caller, "otp");
    const recovery_codes = isFirst ? await giveRecoveryCodes(trx, user.id) : undefined;
    return { factor: toFactor(factor), ...(recovery_codes ? { recovery_codes } : {}) };
  });
}

async function confirm(
  { signer }: Pick<AccountsDeps, "signer">,
  trx: Transaction,
  { user, id, code }: { user: UserRecord; id: string; code: string },
): Promise<FactorRow> {
  const waiting = await findWaiting(trx, user.id, id);
  const now = await readNow(trx, "down");
  const seed = openSeed(signer, waiting)?.seed;
  const step = seed === undefined ? undefined : stepOf(seed, code, now.getTime());
  if (step === undefined || !(await useStep(trx, id, step, { confirmed_at: trx.fn.now() }))) {
    throw wrongCode("/code");
  }
  return { ...waiting, confirmed_at: now, last_used_at: now };
}

async function findWaiting(
  on: Database | Transaction,
  userId: string,
  id: string,
): Promise<FactorRow> {
  const found = (await findFactors(on, userId)).find((factor) => factor.id === id);
  if (!found || found.confirmed_at) throw new AppError("not_found");
  return found;
}
