/**
 * A new `Idempotency-Key`. Give one to a POST, and it may be sent again with the same key when no
 * answer came (or 503 or 504): the platform does it once and gives both the same answer. Kept for
 * 24 hours.
 */
export function newIdempotencyKey(): string {
  return crypto.randomUUID();
}
