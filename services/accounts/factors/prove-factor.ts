import type { Caller } from "../../../shared/contracts";
import { readNow, type Transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { factorUsed, recoveryCodesUsed } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { countEvent, type UserRecord } from "../identity";
import type { FactorMethod } from "./factor-budget";
import { hashOfRecoveryCode } from "./recovery-code";
import { openSeed } from "./seeds";
import { findFactors, useStep } from "./store/factors";
import { countRecoveryCodes, useRecoveryCode } from "./store/recovery-codes";
import { stepOf } from "./totp";

/** A code that was typed, one of the two. */
export interface TypedCode {
  totp?: string | undefined;
  recovery_code?: string | undefined;
}

/** Which of the two was typed; undefined when neither was. */
export function methodOf({ totp, recovery_code }: TypedCode): FactorMethod | undefined {
  if (totp !== undefined) return "totp";
  return recovery_code === undefined ? undefined : "recovery_code";
}

/** Spends a code of a user, with its event. Throws `validation_failed` where it was typed, if it is wrong or spent. */
export async function proveFactor(
  deps: Pick<AccountsDeps, "signer" | "outbox" | "log">,
  trx: Transaction,
  { user, typed, caller }: { user: UserRecord; typed: TypedCode; caller: Caller },
): Promise<void> {
  const subject = encodeTypeId("user", user.id);
  if (typed.recovery_code !== undefined) {
    const hash = hashOfRecoveryCode(typed.recovery_code);
    if (!hash || !(await useRecoveryCode(trx, user.id, hash))) throw wrongCode("/recovery_code");
    await deps.outbox.append(trx, recoveryCodesUsed, {
      subject,
      aggregateVersion: await countEvent(trx, user.id),
      data: { left: await countRecoveryCodes(trx, user.id) },
      caller,
      actor: subject,
    });
    return;
  }
  const factorId = await useCode(deps, trx, user.id, typed.totp ?? "");
  if (factorId === undefined) throw wrongCode("/totp");
  await deps.outbox.append(trx, factorUsed, {
    subject,
    aggregateVersion: await countEvent(trx, user.id),
    data: { factor_id: encodeTypeId("factor", factorId) },
    caller,
    actor: subject,
  });
}

async function useCode(
  { signer, log }: Pick<AccountsDeps, "signer" | "log">,
  trx: Transaction,
  userId: string,
  typed: string,
): Promise<string | undefined> {
  const now = (await readNow(trx, "down")).getTime();
  for (const factor of await findFactors(trx, userId)) {
    if (!factor.confirmed_at) continue;
    const opened = openSeed(signer, factor);
    if (!opened) {
      log.error({ factor: factor.id }, "a seed is sealed under a secret that is gone");
      continue;
    }
    const step = stepOf(opened.seed, typed, now);
    const changes = opened.sealedAnew ? { secret_sealed: opened.sealedAnew } : {};
    if (step !== undefined && (await useStep(trx, factor.id, step, changes))) return factor.id;
  }
  return undefined;
}

/** A code that is wrong, or was right once. */
export function wrongCode(pointer: `/${string}`): AppError {
  return AppError.field(pointer, "wrong_code", "is wrong, too old or used already");
}
