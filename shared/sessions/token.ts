import { createHash, randomBytes } from "node:crypto";

const TOKEN_BYTES = 32;
const TOKEN_FORM = /^[A-Za-z0-9_-]{43}$/;

/** A new secret of 256 random bits: its text for whoever may have it, its SHA-256 for the database. */
export function newToken(): { token: string; hash: Buffer } {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  return { token, hash: sha256(token) };
}

/** The hash under which a token is stored, or undefined when the text cannot be one of ours. */
export function hashOfToken(token: string): Buffer | undefined {
  return TOKEN_FORM.test(token) ? sha256(token) : undefined;
}

/** As in the original, the raw bytes are hashed, not their text. */
function sha256(token: string): Buffer {
  return createHash("sha256").update(Buffer.from(token, "base64url")).digest();
}
