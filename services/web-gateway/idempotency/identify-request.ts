import canonicalize from "canonicalize";
import type { Repeatable } from "../../../shared/contracts";
import type { Signer } from "../../../shared/signing";

/** A request that may come again, by digests that tell nothing to who does not have it. */
export interface IdentifiedRequest {
  /** Of the key and whose it is. */
  id: Buffer;
  /** Of the key, whose it is, and everything that was asked. */
  request: Buffer;
  /** Seals its outcome. It is never stored: only the same request leads to it again. */
  key: Buffer;
  repeatable: Repeatable;
}

/**
 * Identifies a request by its Idempotency-Key. Keys are apart for each `owner`, so nobody meets
 * another's; `said` is all that makes two requests the same one.
 */
export function identifyRequest(
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
