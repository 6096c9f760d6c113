import { fingerprintPersonal } from "../events";
import type { Signer } from "../signing";

/**
 * What stands in the log for the address of a deleted user: one that nobody receives mail at
 * (RFC 2606, 2), with the fingerprint by which the audit trail knows it.
 */
export function forgottenAddress(signer: Signer, address: string): string {
  return `${fingerprintPersonal(signer, "address", address)}@deleted.invalid`;
}
