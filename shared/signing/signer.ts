import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/** Signs what leaves our hands and has to come back unchanged; each purpose has its own key. */
export interface Signer {
  /** `<payload>.<mac>`, both base64url. */
  sign(purpose: string, payload: unknown): string;
  /** The payload, or undefined when the text was not signed for this purpose with the secret, or the one before it. */
  verify(purpose: string, signed: string): unknown;
  /** A keyed, one-way, 128-bit hex fingerprint of a value: equal for equal values, meaningless without the key. */
  fingerprint(purpose: string, value: string): string;
  /** 32 bytes that follow from a value and only from it: the key to what belongs to whoever knows the value. */
  derive(purpose: string, value: string): Buffer;
  /** The signer of the secret that is accepted beside the one that signs, for what is found again by its fingerprint. */
  previous?: Signer;
}

/**
 * A signer whose keys are derived (HKDF-SHA256) from SECRET_KEY_BASE; what SECRET_KEY_BASE_PREVIOUS
 * has signed is accepted too.
 */
export function createSigner(secretKeyBase: string, previousSecret?: string): Signer {
  const current = signerOf(secretKeyBase);
  if (previousSecret === undefined) return current;
  const previous = signerOf(previousSecret);
  return {
    ...current,
    previous,
    verify: (purpose, signed) =>
      current.verify(purpose, signed) ?? previous.verify(purpose, signed),
  };
}

function signerOf(secretKeyBase: string): Signer {
  const keys = new Map<string, Buffer>();
  const keyOf = (purpose: string): Buffer => {
    let key = keys.get(purpose);
    if (!key) {
      key = Buffer.from(hkdfSync("sha256", secretKeyBase, "jumar", purpose, 32));
      keys.set(purpose, key);
    }
    return key;
  };
  const mac = (purpose: string, text: string): Buffer =>
    createHmac("sha256", keyOf(purpose)).update(text).digest();

  return {
    sign(purpose, payload) {
      const text = Buffer.from(JSON.stringify(payload)).toString("base64url");
      return `${text}.${mac(purpose, text).toString("base64url")}`;
    },
    verify(purpose, signed) {
      const [text, given, ...rest] = signed.split(".");
      if (text === undefined || given === undefined || rest.length > 0) return undefined;
      const theirs = Buffer.from(given, "base64url");
      const ours = mac(purpose, text);
      // The text form is compared too: base64url ignores stray bits, a signature must not.
      if (theirs.length !== ours.length || ours.toString("base64url") !== given) return undefined;
      if (!timingSafeEqual(theirs, ours)) return undefined;
      return JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as unknown;
    },
    fingerprint(purpose, value) {
      return mac(`fingerprint:${purpose}`, value).toString("hex").slice(0, 32);
    },
    derive: (purpose, value) => mac(`derive:${purpose}`, value),
  };
}
