import { createHash, randomBytes } from "node:crypto";
import canonicalize from "canonicalize";
import type { Envelope } from "../../../shared/events";
import { isTypeId } from "../../../shared/ids";
import type { Origin } from "../store/origins";

const NONCE_BYTES = 16;

/** Where an event came from, for the entry (a UUID) about it; undefined when it says nothing of that. */
export function originOf(event: Envelope, entryId: string): Origin | undefined {
  const { clientip: ip, useragent: user_agent } = event;
  if (ip === undefined && user_agent === undefined) return undefined;
  return {
    entry_id: entryId,
    person: personOf(event.actor, event.subject ?? null),
    ip: ip ?? null,
    user_agent: user_agent ?? null,
    nonce: randomBytes(NONCE_BYTES),
  };
}

/**
 * Whose origin it is that an event has: that of who acted, and of who was not logged in that of the
 * account it is about. Null for what nobody's account stands behind.
 */
export function personOf(actor: string, subject: string | null): string | null {
  if (isTypeId(actor, "user")) return actor;
  return actor === "anonymous" ? subject : null;
}

/**
 * SHA-256 over the nonce and the RFC 8785 form of an origin. Without the nonce, which goes with the
 * origin, nobody can find out an address by trying all there are.
 */
export function digestOf({ nonce, ip, user_agent }: Origin): Buffer {
  return createHash("sha256")
    .update(nonce)
    .update(canonicalize({ ip, user_agent }) ?? "")
    .digest();
}
