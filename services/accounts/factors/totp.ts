import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";

/** What authenticator apps take for granted (RFC 6238). */
const PARAMETERS = { algorithm: "SHA1", digits: 6, period: 30 } as const;
/** 160 bits, as RFC 4226 recommends. */
const SEED_BYTES = 20;
/** In steps: how far a clock may be off, one way or the other. */
const WINDOW = 1;
const SIX_DIGITS = /^[0-9]{6}$/;

/** A new seed, in base32. */
export function newSeed(): string {
  return new Secret({ buffer: new Uint8Array(randomBytes(SEED_BYTES)).buffer }).base32;
}

/** The URI by which an authenticator app takes a seed over. */
export function uriOf(seed: string, names: { issuer: string; label: string }): string {
  return new TOTP({ ...PARAMETERS, ...names, secret: seed }).toString();
}

/**
 * The step whose code was typed, at a time in ms; undefined when it is none of now, the step before and
 * the step after. Only ASCII digits are a code: the library throws at others that look like them.
 */
export function stepOf(seed: string, typed: string, now: number): number | undefined {
  const token = typed.replaceAll(" ", "");
  if (!SIX_DIGITS.test(token)) return undefined;
  const totp = new TOTP({ ...PARAMETERS, secret: seed });
  const delta = totp.validate({ token, timestamp: now, window: WINDOW });
  return delta === null ? undefined : Math.floor(now / 1_000 / PARAMETERS.period) + delta;
}
