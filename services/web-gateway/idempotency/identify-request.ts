import canonicalize from "canonicalize";
import type { Repeatable } from "../../../shared/contracts";
import type { Signer } from "../../../shared/signing";

/** Identifies a request that may be repeated, by digests that reveal nothing of it. */
export interface IdentifiedRequest {
  /** Digest of the key and its owner. */
  id: Buffer;
  /** Digest of the key, its owner and everything that was asked. */
  request: Buffer;
  /** The key that seals the outcome. It is never stored: only the same request yields it again. */
  key: Buffer;
  repeatable: Repeatable;
}

/**
 * Identifies a request by its Idempotency-Key. Each `owner` has their own keys. Two requests are the same
 * if `said` is equal.
 */
function identifyRequest(
  signer: Signer,
  { owner, key, said }: { owner: string; key: string; said: unknown },
): IdentifiedRequest {
  const whole = canonicalize([owner, key, said]) ?? "";
  const request = signer.derive("idempotent-request", whole);
  const sealing = signer.derive("idempotent-outcome", whole);
  return {
    id: signer.derive("idempotency-key", canonicalize([owner, key]) ?? ""),
    request,
    key: sealing,
    repeatable: {
      id: request.toString("base64url"),
      key: signer.derive("recorded-answer", sealing.toString("base64url")).toString("base64url"),
    },
  };
}

/**
 * The same request as it is identified with the secret, and with the one before it during a rotation:
 * a process that signs with that one, or did until now, may have begun it.
 */
export function identifyRequests(
  signer: Signer,
  asked: Parameters<typeof identifyRequest>[1],
): [IdentifiedRequest, ...IdentifiedRequest[]] {
  const { previous } = signer;
  const before = previous ? [identifyRequest(previous, asked)] : [];
  return [identifyRequest(signer, asked), ...before];
}
