import type { Signer } from "../signing";
import { seal, unseal } from "./seal";

/** Seals secrets that the platform itself has to read again, under the platform's own secret. */
export interface Sealer {
  seal(about: string, value: unknown): Buffer;
  /**
   * Opens what was sealed under SECRET_KEY_BASE, or under the one before it: then it is `outdated` and
   * to be sealed anew. Throws when neither opens it.
   */
  open(about: string, sealed: Buffer): { value: unknown; outdated: boolean };
}

/** A sealer whose key follows from the secret behind a signer; each purpose has its own. */
export function createSealer(signer: Signer, purpose: string): Sealer {
  const keyOf = (by: Signer): Buffer => by.derive("sealed", purpose);
  return {
    seal: (about, value) => seal(keyOf(signer), about, value),
    open(about, sealed) {
      try {
        return { value: unseal(keyOf(signer), about, sealed), outdated: false };
      } catch (error) {
        if (!signer.previous) throw error;
        return { value: unseal(keyOf(signer.previous), about, sealed), outdated: true };
      }
    },
  };
}
