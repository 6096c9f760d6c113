import { hash as hashOf } from "node:crypto";
import canonicalize from "canonicalize";
import type { Entry } from "../store/entries";

/** The previous hash of the first entry of a chain. */
export const GENESIS = Buffer.alloc(32);

/**
 * SHA-256 over the RFC 8785 form of an entry without its hash; times as ISO 8601 in ms, bytes as hex. An
 * entry without a digest of its origin has no such field.
 */
export function hashOfEntry({
  hash: _,
  origin_digest: digest,
  ...entry
}: Omit<Entry, "hash"> & { hash?: Buffer }): Buffer {
  const text = canonicalize({
    ...entry,
    ...(digest ? { origin_digest: digest.toString("hex") } : {}),
    occurred_at: isoOf(entry.occurred_at),
    recorded_at: isoOf(entry.recorded_at),
    prev_hash: entry.prev_hash.toString("hex"),
  });
  return hashOf("sha256", text ?? "", "buffer");
}

/** Somebody may have put `infinity` there, which is no Date. */
function isoOf(time: Date): string {
  return Number.isFinite(Number(time)) ? time.toISOString() : String(time);
}
