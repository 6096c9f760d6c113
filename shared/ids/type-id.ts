import { bytesToUuid, generateUuidV7, InvalidIdError, uuidToBytes } from "./uuid-v7";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const PREFIX = /^[a-z]{1,62}$/;
// 26 letters hold 130 bits: the first may not exceed 7, or the value would not fit 16 bytes.
const SUFFIX = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;
const SUFFIX_LENGTH = 26;

/** Makes a new id of a kind, such as `user_01h455vb4pex5vsknk084sn02q`. Throws like encodeTypeId. */
export function generateTypeId(prefix: string): string {
  return encodeTypeId(prefix, generateUuidV7());
}

/**
 * Writes a UUID as a TypeID of the kind `prefix` (1 to 62 letters a–z).
 * Throws InvalidIdError for a wrong UUID, and a TypeError for a wrong prefix, which only code gives.
 */
export function encodeTypeId(prefix: string, uuid: string): string {
  if (typeof prefix !== "string" || !PREFIX.test(prefix)) {
    throw new TypeError("the prefix of a type id is 1 to 62 letters a–z");
  }
  return `${prefix}_${crockfordEncode(uuidToBytes(uuid))}`;
}

/**
 * Reads the UUID out of a TypeID, of any kind or of the kind `prefix` only.
 * There is one spelling of each id; everything else throws InvalidIdError.
 */
export function decodeTypeId(id: string, prefix?: string): string {
  return bytesToUuid(crockfordDecode(suffixOf(id, prefix)));
}

/** Says whether the value is a TypeID, of any kind or of the kind `prefix` only. */
export function isTypeId(value: unknown, prefix?: string): value is string {
  // Asked of every event several times; an error with its stack would be most of the work.
  return typeof value === "string" && SUFFIX.test(findSuffix(value, prefix) ?? "");
}

/** Writes 16 bytes as 26 letters of Crockford's lower-case base 32, in the same order. Throws InvalidIdError. */
export function crockfordEncode(bytes: Uint8Array): string {
  if (!(bytes instanceof Uint8Array) || bytes.length !== 16) {
    throw new InvalidIdError("invalid uuid bytes");
  }
  let text = "";
  let bits = 0;
  // Two zero bits in front fill 128 bits up to 26 times 5.
  let held = 2;
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    held += 8;
    while (held >= 5) {
      held -= 5;
      text += ALPHABET.charAt((bits >> held) & 0x1f);
    }
    bits &= (1 << held) - 1;
  }
  return text;
}

/** Reads 26 letters of Crockford's lower-case base 32 back into 16 bytes. Throws InvalidIdError. */
export function crockfordDecode(text: string): Uint8Array {
  if (typeof text !== "string" || !SUFFIX.test(text)) throw new InvalidIdError("invalid type id");
  const bytes = new Uint8Array(16);
  let length = 0;
  let bits = 0;
  let held = -2;
  for (const letter of text) {
    bits = (bits << 5) | ALPHABET.indexOf(letter);
    held += 5;
    if (held >= 8) {
      held -= 8;
      bytes[length++] = bits >> held;
      bits &= (1 << held) - 1;
    }
  }
  return bytes;
}

function suffixOf(id: string, prefix: string | undefined): string {
  const suffix = typeof id === "string" ? findSuffix(id, prefix) : undefined;
  if (suffix === undefined) throw new InvalidIdError("invalid type id");
  return suffix;
}

/** What follows the prefix and its `_`; undefined when they are not right. */
function findSuffix(id: string, prefix: string | undefined): string | undefined {
  const separator = id.length - SUFFIX_LENGTH - 1;
  const found = id.slice(0, Math.max(separator, 0));
  const isRightKind = PREFIX.test(found) && (prefix === undefined || found === prefix);
  return isRightKind && id.charAt(separator) === "_" ? id.slice(separator + 1) : undefined;
}
