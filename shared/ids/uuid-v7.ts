import { randomFillSync } from "node:crypto";

/** A value that is no id of the wanted kind; it came from outside and is no defect of the code. */
export class InvalidIdError extends Error {
  override readonly name = "InvalidIdError";
}

const CANONICAL = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MAX_TIME = 2 ** 48 - 1;
const MAX_COUNTER = 2 ** 26 - 1;
const BELIEVED_ROLLBACK_MS = 10_000;

interface Sequence {
  time: number;
  counter: number;
}

// Ids of a given time (backfills, tests) must not push the ids of the clock into the future.
const ofClock: Sequence = { time: -1, counter: 0 };
const ofGivenTime: Sequence = { time: -1, counter: 0 };

/**
 * Makes a version 7 UUID in canonical lower case, of now or of `time` (a Date or whole
 * milliseconds). Ids made in this process in the same millisecond, and while the clock is set back
 * by up to ten seconds, keep increasing (RFC 9562, section 6.2, method 1).
 * Throws a RangeError for a time outside 48 bits.
 */
export function generateUuidV7(time?: Date | number): string {
  return bytesToUuid(time === undefined ? nextOfClock(Date.now()) : nextOfTime(Number(time)));
}

/** Turns a UUID in canonical text, either case, into its 16 bytes. Throws InvalidIdError. */
export function uuidToBytes(uuid: string): Uint8Array {
  if (!isUuid(uuid)) throw new InvalidIdError("invalid uuid");
  return new Uint8Array(Buffer.from(uuid.replaceAll("-", ""), "hex"));
}

/**
 * Turns any 16 bytes into the canonical text of a UUID, whatever its version.
 * Throws InvalidIdError for another length and for text.
 */
export function bytesToUuid(bytes: Uint8Array): string {
  if (!(bytes instanceof Uint8Array) || bytes.length !== 16) {
    throw new InvalidIdError("invalid uuid bytes");
  }
  const hex = Buffer.from(bytes).toString("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-");
}

/** Turns either form, canonical text or 16 bytes, into canonical lower case. Throws InvalidIdError. */
export function castUuid(value: unknown): string {
  if (value instanceof Uint8Array) return bytesToUuid(value);
  if (!isUuid(value)) throw new InvalidIdError("invalid uuid");
  return value.toLowerCase();
}

/** Says whether the value is a UUID in canonical text, of any version and either case. */
export function isUuid(value: unknown): value is string {
  return typeof value === "string" && CANONICAL.test(value);
}

/** Reads the time out of a version 7 UUID. Throws InvalidIdError for any other version. */
export function uuidV7Time(uuid: string): Date {
  const bytes = uuidToBytes(uuid);
  if (at(bytes, 6) >> 4 !== 7 || at(bytes, 8) >> 6 !== 0b10) {
    throw new InvalidIdError("not a version 7 uuid");
  }
  return new Date(Buffer.from(bytes).readUIntBE(0, 6));
}

/** The lowest UUID of version 7 of a time, to the millisecond: what was made before is below it. */
export function firstUuidOf(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

function nextOfClock(now: number): Uint8Array {
  const runsBack = now < ofClock.time && ofClock.time - now <= BELIEVED_ROLLBACK_MS;
  const time = runsBack ? ofClock.time : now;
  if (time !== ofClock.time) restart(ofClock, time);
  else if (ofClock.counter === MAX_COUNTER) restart(ofClock, time + 1);
  else ofClock.counter += 1;
  return compose(ofClock);
}

function nextOfTime(time: number): Uint8Array {
  if (!Number.isInteger(time) || time < 0 || time > MAX_TIME) {
    throw new RangeError("the time of a uuid is whole milliseconds within 48 bits");
  }
  if (time !== ofGivenTime.time || ofGivenTime.counter === MAX_COUNTER) restart(ofGivenTime, time);
  else ofGivenTime.counter += 1;
  return compose(ofGivenTime);
}

// The counter starts at random with its highest bit clear, which leaves room for 33 million ids.
function restart(sequence: Sequence, time: number): void {
  const seed = randomFillSync(new Uint32Array(1));
  sequence.time = time;
  sequence.counter = at(seed, 0) >>> 7;
}

// 48 bits of time, version, 12 bits of counter, variant, 14 bits of counter, 48 random bits.
function compose({ time, counter }: Sequence): Uint8Array {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(time, 0, 6);
  bytes.writeUInt16BE(0x7000 | (counter >>> 14), 6);
  bytes.writeUInt16BE(0x8000 | (counter & 0x3fff), 8);
  return addRandom(bytes, 10);
}

// Asking for random bytes costs the same for 6 as for some thousand.
const pool = Buffer.alloc(6 * 512);
let used = pool.length;

/** Fills the last six bytes, with none that were used before. */
function addRandom(bytes: Buffer, from: number): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  pool.copy(bytes, from, used, used + 6);
  used += 6;
  return bytes;
}

// For an index that is known to be inside.
function at(values: Uint8Array | Uint32Array, index: number): number {
  return values[index] ?? 0;
}
