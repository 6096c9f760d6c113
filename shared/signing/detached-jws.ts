import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import canonicalize from "canonicalize";

/** A public key of Ed25519 as JWK (RFC 8037). */
export interface PublicKey {
  kty: "OKP";
  crv: "Ed25519";
  x: string;
}

/** What PKCS 8 has before the 32 bytes of an Ed25519 key (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** The Ed25519 key whose secret is these 32 bytes. */
export function signingKey(seed: Buffer): { secret: KeyObject; key: PublicKey } {
  const secret = createPrivateKey({
    key: Buffer.concat([PKCS8, seed]),
    format: "der",
    type: "pkcs8",
  });
  const { x = "" } = createPublicKey(secret).export({ format: "jwk" });
  return { secret, key: { kty: "OKP", crv: "Ed25519", x } };
}

/** The name of a key: its JWK thumbprint (RFC 7638). */
export function thumbprintOf({ crv, kty, x }: PublicKey): string {
  return createHash("sha256")
    .update(canonicalize({ crv, kty, x }) ?? "")
    .digest("base64url");
}

/** A JWS of the RFC 8785 form of a value, without the value (RFC 7515, appendix F). */
export function signDetached(secret: KeyObject, key: PublicKey, value: object): string {
  const header = toBase64url(JSON.stringify({ alg: "EdDSA", kid: thumbprintOf(key) }));
  const input = Buffer.from(`${header}.${payloadOf(value)}`);
  return `${header}..${sign(null, input, secret).toString("base64url")}`;
}

/** Whether a detached JWS is one of this value by this key. */
export function verifyDetached(key: PublicKey, value: object, signature: string): boolean {
  const [header = "", payload, mac = "", ...rest] = signature.split(".");
  if (payload !== "" || rest.length > 0 || algorithmOf(header) !== "EdDSA") return false;
  const given = Buffer.from(mac, "base64url");
  // base64url ignores stray bits, a signature must not.
  if (given.toString("base64url") !== mac) return false;
  try {
    const publicKey = createPublicKey({ key: { ...key }, format: "jwk" });
    return verify(null, Buffer.from(`${header}.${payloadOf(value)}`), publicKey, given);
  } catch {
    return false;
  }
}

function payloadOf(value: object): string {
  return toBase64url(canonicalize(value) ?? "");
}

function algorithmOf(header: string): unknown {
  try {
    return (JSON.parse(Buffer.from(header, "base64url").toString("utf8")) as { alg?: unknown }).alg;
  } catch {
    return undefined;
  }
}

function toBase64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}
