import { createHash, randomBytes } from "node:crypto";
import canonicalize from "canonicalize";
import { type Envelope, whomOf } from "../../../shared/events";
import { isTypeId } from "../../../shared/ids";
import type { Origin } from "../store/origins";

const NONCE_BYTES = 16;

/** Nonces for so many origins, by their places; asking for random bytes costs the same for one as for all. */
export function drawNonces(count: number): (at: number) => Buffer {
  const bytes = randomBytes(count * NONCE_BYTES);
  return (at) => bytes.subarray(at * NONCE_BYTES, (at + 1) * NONCE_BYTES);
}

/**
 * The origin of an event, its IP address and user agent, to be stored for its entry (a UUID). Returns
 * undefined when the event has neither.
 */
export function originOf(event: Envelope, entryId: string, nonce: Buffer): Origin | undefined {
  const { clientip: ip, useragent: user_agent } = event;
  if (ip === undefined && user_agent === undefined) return undefined;
  return {
    entry_id: entryId,
    person: personOf(event.actor, whomOf(event) ?? null),
    ip: ip ?? null,
    user_agent: user_agent ?? null,
    nonce,
  };
}

/**
 * The user (TypeID) to whom the origin of an event belongs: the one who acted or, when the actor was
 * not logged in, the one whom the event is about. Null when it belongs to no user.
 */
export function personOf(actor: string, subject: string | null): string | null {
  if (isTypeId(actor, "user")) return actor;
  return actor === "anonymous" ? subject : null;
}

/**
 * SHA-256 over the nonce and the RFC 8785 form of an origin. The nonce is deleted together with the
 * origin; without it nobody can find an IP address by hashing all possible ones.
 */
export function digestOf({ nonce, ip, user_agent }: Origin): Buffer {
  return createHash("sha256")
    .update(nonce)
    .update(canonicalize({ ip, user_agent }) ?? "")
    .digest();
}
