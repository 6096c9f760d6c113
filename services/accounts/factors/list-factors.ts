import type { Caller } from "../../../shared/contracts";
import type { AccountsDeps } from "../deps";
import { ownerOf } from "../identity";
import { findFactors } from "./store/factors";
import { countRecoveryCodes } from "./store/recovery-codes";
import { toFactor } from "./to-factor";

/** The caller's factors, the oldest first, and how many recovery codes are left. */
export async function listFactors({ db }: AccountsDeps, _params: object, caller: Caller) {
  const { userId } = ownerOf(caller);
  const [rows, left] = await Promise.all([findFactors(db, userId), countRecoveryCodes(db, userId)]);
  return { data: rows.map(toFactor), recovery_codes: { left } };
}
