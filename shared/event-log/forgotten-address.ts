import { fingerprintPersonal } from "../events";
import type { Signer } from "../signing";

/**
 * What stands in the log for the address of a deleted user: one that nobody receives mail at
 * (RFC 2606, 2). It is the same for the same address, so that mails to it are still counted, and has the
 * fingerprint by which the audit trail knows it.
 */
export function forgottenAddress(signer: Signer, address: string): string {
  return `${fingerprintPersonal(signer, "address", address)}@deleted.invalid`;
}

/** What may stand in the log for an address: made with the secret, and with the one before it during a rotation. */
export function forgottenAddresses(signer: Signer, address: string): string[] {
  const signers = [signer, ...(signer.previous ? [signer.previous] : [])];
  return signers.map((one) => forgottenAddress(one, address));
}
