import { createSealer } from "../../../shared/sealing";
import type { Signer } from "../../../shared/signing";
import type { FactorRow } from "./store/factors";

const PURPOSE = "totp seeds";

/** Seals the seed (base32) of a factor (UUID), to which it belongs and no other. */
export function sealSeed(signer: Signer, factorId: string, seed: string): Buffer {
  return createSealer(signer, PURPOSE).seal(factorId, seed);
}

/**
 * The seed of a factor, and the same sealed anew where it rests under the secret before. Undefined when it
 * rests under one that nobody has any more.
 */
export function openSeed(
  signer: Signer,
  { id, secret_sealed }: Pick<FactorRow, "id" | "secret_sealed">,
): { seed: string; sealedAnew?: Buffer } | undefined {
  const opened = openOrNot(signer, id, secret_sealed);
  if (!opened) return undefined;
  const seed = opened.value as string;
  return opened.outdated ? { seed, sealedAnew: sealSeed(signer, id, seed) } : { seed };
}

function openOrNot(signer: Signer, id: string, sealed: Buffer) {
  try {
    return createSealer(signer, PURPOSE).open(id, sealed);
  } catch {
    return undefined;
  }
}
