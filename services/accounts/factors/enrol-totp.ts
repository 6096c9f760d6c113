import { toString as draw } from "qrcode";
import type { Caller } from "../../../shared/contracts";
import type { AccountsDeps } from "../deps";
import { requireAssurance } from "./require-assurance";
import { sealSeed } from "./seeds";
import { insertFactor } from "./store/factors";
import { toFactor } from "./to-factor";
import { newSeed, uriOf } from "./totp";

/**
 * Makes a seed for an authenticator app of the caller's. Nothing changes before a code of it is shown; one
 * that was made before and not confirmed is forgotten.
 */
export async function enrolTotp(
  deps: AccountsDeps,
  { label = null }: { label?: string | null | undefined },
  caller: Caller,
) {
  const secret = newSeed();
  const { email } = await requireAssurance(deps.db, caller);
  const uri = uriOf(secret, { issuer: deps.config.brand.name, label: email });
  const qr_svg = await draw(uri, { type: "svg", errorCorrectionLevel: "M" });
  return await deps.once(async (trx) => {
    const user = await requireAssurance(trx, caller);
    const factor = await insertFactor(trx, {
      userId: user.id,
      label,
      seal: (id) => sealSeed(deps.signer, id, secret),
    });
    return { factor: toFactor(factor), secret, uri, qr_svg };
  });
}
