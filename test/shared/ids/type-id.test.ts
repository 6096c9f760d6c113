import fc from "fast-check";
import {
  bytesToUuid,
  crockfordDecode,
  crockfordEncode,
  decodeTypeId,
  encodeTypeId,
  generateTypeId,
  InvalidIdError,
  isTypeId,
  uuidToBytes,
  uuidV7Time,
} from "../../../shared/ids";

const runs = { numRuns: process.env.CI ? 10_000 : 1_000 };
const uuids = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(bytesToUuid);
const prefixes = fc.stringMatching(/^[a-z]{1,62}$/);

const vectors = [
  ["0123456789abcdefghjkmnpqrs", "0110c853-1d09-52d8-d73e-1194e95b5f19"],
  ["01h455vb4pex5vsknk084sn02q", "01890a5d-ac96-774b-bcce-b302099a8057"],
  ["00000000000000000000000000", "00000000-0000-0000-0000-000000000000"],
  ["7zzzzzzzzzzzzzzzzzzzzzzzzz", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
  ["00000000000000000000000001", "00000000-0000-0000-0000-000000000001"],
] as const;
const suffix = vectors[1][0];

describe("known ids", () => {
  it.each(vectors)("writes and reads %s", (text, uuid) => {
    expect(crockfordEncode(uuidToBytes(uuid))).toBe(text);
    expect(bytesToUuid(crockfordDecode(text))).toBe(uuid);
    expect(encodeTypeId("user", uuid)).toBe(`user_${text}`);
    expect(encodeTypeId("user", uuid.toUpperCase())).toBe(`user_${text}`);
    expect(decodeTypeId(`user_${text}`, "user")).toBe(uuid);
    expect(decodeTypeId(`user_${text}`)).toBe(uuid);
  });

  it("makes new ids of now, of the wanted kind and increasing", () => {
    const first = generateTypeId("user");
    const second = generateTypeId("user");
    expect(first).toMatch(/^user_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
    expect(second > first).toBe(true);
    expect(Math.abs(uuidV7Time(decodeTypeId(first, "user")).getTime() - Date.now())).toBeLessThan(
      60_000,
    );
  });
});

describe("properties", () => {
  it("reads back every id it writes", () => {
    fc.assert(
      fc.property(prefixes, uuids, (prefix, uuid) => {
        const id = encodeTypeId(prefix, uuid);
        expect(decodeTypeId(id, prefix)).toBe(uuid);
        expect(isTypeId(id)).toBe(true);
      }),
      runs,
    );
  });

  it("keeps the order of the UUIDs", () => {
    fc.assert(
      fc.property(uuids, uuids, (one, other) => {
        expect(encodeTypeId("user", one) < encodeTypeId("user", other)).toBe(one < other);
      }),
      runs,
    );
  });

  it("accepts one spelling only: what it reads, it writes back to the letter", () => {
    const nearly = fc
      .tuple(
        fc.constantFrom("user", "useruser", "User", "u", "user_", ""),
        fc.constantFrom("_", "__", "-", ""),
        fc.stringMatching(/^[0-9a-zA-Z]{24,28}$/),
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string()), (text) => {
        if (!isTypeId(text)) return;
        expect(encodeTypeId(text.slice(0, -27), decodeTypeId(text))).toBe(text);
      }),
      runs,
    );
  });

  it("refuses an id in which one letter was changed to one outside the alphabet", () => {
    const position = fc.integer({ min: 0, max: 25 });
    const outside = fc.constantFrom(...Array.from("ilouILOUABCZ -_+/=é٣"));
    fc.assert(
      fc.property(uuids, position, outside, (uuid, at, letter) => {
        const good = crockfordEncode(uuidToBytes(uuid));
        const bad = good.slice(0, at) + letter + good.slice(at + 1);
        expect(() => decodeTypeId(`user_${bad}`, "user")).toThrow(InvalidIdError);
      }),
      runs,
    );
  });
});

describe("what is no id", () => {
  it.each([
    ["nothing", ""],
    ["words", "invalid type id"],
    ["no prefix", suffix],
    ["an empty prefix", `_${suffix}`],
    ["a prefix of 63 letters", `${"a".repeat(63)}_${suffix}`],
    ["capitals in the prefix", `User_${suffix}`],
    ["a digit in the prefix", `user1_${suffix}`],
    ["an underscore in the prefix", `my_user_${suffix}`],
    ["the prefix twice", `user_user_${suffix}`],
    ["another separator", `user-${suffix}`],
    ["two separators", `user__${suffix}`],
    ["capitals in the suffix", `user_${suffix.toUpperCase()}`],
    ["a value beyond 128 bits", `user_8${suffix.slice(1)}`],
    ["25 letters", `user_${suffix.slice(1)}`],
    ["27 letters", `user_0${suffix}`],
    ["the letter i", `user_${suffix.slice(0, -1)}i`],
    ["the letter l", `user_${suffix.slice(0, -1)}l`],
    ["the letter o", `user_${suffix.slice(0, -1)}o`],
    ["the letter u", `user_${suffix.slice(0, -1)}u`],
    ["a space before", ` user_${suffix}`],
    ["a newline after", `user_${suffix}\n`],
    ["a bare UUID", vectors[1][1]],
    ["null", null],
    ["a number", 7],
    ["a list", [`user_${suffix}`]],
  ])("refuses %s", (_name, value) => {
    expect(isTypeId(value)).toBe(false);
    expect(isTypeId(value, "user")).toBe(false);
    expect(() => decodeTypeId(value as string)).toThrow(new InvalidIdError("invalid type id"));
  });

  it("refuses an id of another kind, and a prefix that merely begins or ends alike", () => {
    for (const prefix of ["session", "use", "ser", "users", "", "user_"]) {
      expect(isTypeId(`user_${suffix}`, prefix)).toBe(false);
      expect(() => decodeTypeId(`user_${suffix}`, prefix)).toThrow(InvalidIdError);
    }
  });

  it("reads no id by a prefix that is none, even where both agree", () => {
    for (const prefix of ["User", "my_user", "", "a".repeat(63)]) {
      expect(isTypeId(`${prefix}_${suffix}`, prefix)).toBe(false);
    }
  });

  it("accepts a prefix of 62 letters", () => {
    expect(isTypeId(`${"a".repeat(62)}_${suffix}`)).toBe(true);
  });

  it.each(["", "a".repeat(63), "User", "user1", "my_user", "usér", "user\n", undefined, null, 7])(
    "writes no id with the prefix %p",
    (prefix) => {
      expect(() => encodeTypeId(prefix as string, vectors[1][1])).toThrow(TypeError);
      expect(() => generateTypeId(prefix as string)).toThrow(TypeError);
    },
  );

  it("refuses to write what is no UUID", () => {
    expect(() => encodeTypeId("user", "invalid uuid")).toThrow(InvalidIdError);
    expect(() => crockfordEncode(new Uint8Array(15))).toThrow(InvalidIdError);
    expect(() => crockfordEncode("invalid uuid" as unknown as Uint8Array)).toThrow(InvalidIdError);
  });

  it("refuses to read other text than 26 letters", () => {
    expect(() => crockfordDecode("invalid type id")).toThrow(InvalidIdError);
    expect(() => crockfordDecode(undefined as unknown as string)).toThrow(InvalidIdError);
  });
});
