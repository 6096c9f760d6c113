import { emailKeyOf } from "../../../shared/contracts";
import type { Signer } from "../../../shared/signing";

/**
 * What stands in the log for the address of a deleted user: one that nobody receives mail at
 * (RFC 2606, 2). It is the same for the same address, so that mails to it are still counted, and has the
 * fingerprint by which the audit trail knows it.
 */
export function forgottenAddress(signer: Signer, address: string): string {
  return `${signer.fingerprint("email", emailKeyOf(address))}@deleted.invalid`;
}
