import fc from "fast-check";
import {
  bytesToUuid,
  castUuid,
  generateUuidV7,
  InvalidIdError,
  isUuid,
  uuidToBytes,
  uuidV7Time,
} from "../../../shared/ids";

const runs = { numRuns: process.env.CI ? 10_000 : 1_000 };
const sixteenBytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
const times = fc.integer({ min: 0, max: 2 ** 48 - 1 });

const example = "601d74e4-a8d3-4b6e-8365-eddb4c893327";
const exampleBytes = new Uint8Array([
  0x60, 0x1d, 0x74, 0xe4, 0xa8, 0xd3, 0x4b, 0x6e, 0x83, 0x65, 0xed, 0xdb, 0x4c, 0x89, 0x33, 0x27,
]);

describe("making ids", () => {
  afterEach(() => jest.restoreAllMocks());

  it("makes canonical version 7 UUIDs of the second variant", () => {
    expect(generateUuidV7()).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it("writes any time into the id so that it can be read back", () => {
    fc.assert(
      fc.property(times, (time) => {
        const uuid = generateUuidV7(time);
        expect(uuid[14]).toBe("7");
        expect("89ab").toContain(uuid[19]);
        expect(uuidV7Time(uuid).getTime()).toBe(time);
      }),
      runs,
    );
  });

  it("takes a Date as well as milliseconds", () => {
    const date = new Date("2026-11-22T10:20:30.456Z");
    expect(uuidV7Time(generateUuidV7(date))).toEqual(date);
    expect(uuidV7Time(generateUuidV7(date.getTime()))).toEqual(date);
  });

  it("uses the clock when no time is given", () => {
    jest.spyOn(Date, "now").mockReturnValue(Date.now() + 60_000);
    expect(uuidV7Time(generateUuidV7()).getTime()).toBe(Date.now());
  });

  it("refuses a time that is no whole millisecond within 48 bits", () => {
    for (const time of [-1, 0.5, 2 ** 48, Number.NaN, Infinity, new Date("nonsense")]) {
      expect(() => generateUuidV7(time)).toThrow(RangeError);
    }
  });

  it("keeps ids of one millisecond increasing, far beyond 12 bits of them", () => {
    const now = Date.now() + 120_000;
    jest.spyOn(Date, "now").mockReturnValue(now);
    const ofClock = Array.from({ length: 20_000 }, () => generateUuidV7());
    const ofTime = Array.from({ length: 20_000 }, () => generateUuidV7(now));
    for (const ids of [ofClock, ofTime]) {
      expect(ids.every((id, i) => i === 0 || id > (ids[i - 1] ?? ""))).toBe(true);
      expect(uuidV7Time(ids.at(-1) ?? "").getTime()).toBe(now);
    }
  });

  it("begins each millisecond with room for more ids: the highest counting bit is clear", () => {
    const firsts = Array.from({ length: 300 }, (_, time) => generateUuidV7(time)[15] ?? "");
    expect(firsts.every((digit) => digit < "8")).toBe(true);
    expect(new Set(firsts).size).toBe(8);
  });

  it("orders ids by their times", () => {
    fc.assert(
      fc.property(times, times, (one, other) => {
        fc.pre(one !== other);
        expect(generateUuidV7(one) < generateUuidV7(other)).toBe(one < other);
      }),
      runs,
    );
  });

  it("keeps increasing while the clock is set back a little, and believes a large step", () => {
    const start = Date.now() + 240_000;
    const clock = jest.spyOn(Date, "now").mockReturnValue(start);
    const before = generateUuidV7();
    clock.mockReturnValue(start - 10_000);
    expect(generateUuidV7() > before).toBe(true);
    clock.mockReturnValue(start - 10_001);
    expect(uuidV7Time(generateUuidV7()).getTime()).toBe(start - 10_001);
  });

  it("does not let an id of a far time move the ids of the clock", () => {
    const now = Date.now();
    generateUuidV7(new Date("2999-01-01"));
    expect(Math.abs(uuidV7Time(generateUuidV7()).getTime() - now)).toBeLessThan(600_000);
  });

  it("makes no id twice", () => {
    expect(new Set(Array.from({ length: 50_000 }, () => generateUuidV7())).size).toBe(50_000);
  });
});

describe("reading and writing", () => {
  it("casts bytes and text, as the original does", () => {
    expect(castUuid(exampleBytes)).toBe(example);
    expect(castUuid(example)).toBe(example);
    expect(castUuid(example.toUpperCase())).toBe(example);
    expect(castUuid(Buffer.from("warehouse worker"))).toBe("77617265-686f-7573-6520-776f726b6572");
  });

  it("turns text into bytes and back", () => {
    expect(uuidToBytes(example)).toEqual(exampleBytes);
    expect(uuidToBytes(example.toUpperCase())).toEqual(exampleBytes);
    expect(bytesToUuid(exampleBytes)).toBe(example);
    fc.assert(
      fc.property(sixteenBytes, (bytes) => {
        expect(uuidToBytes(bytesToUuid(bytes))).toEqual(bytes);
      }),
      runs,
    );
  });

  it("keeps the order of the bytes in the text", () => {
    fc.assert(
      fc.property(sixteenBytes, sixteenBytes, (one, other) => {
        expect(Math.sign(Buffer.compare(one, other))).toBe(
          bytesToUuid(one) < bytesToUuid(other)
            ? -1
            : Number(bytesToUuid(one) > bytesToUuid(other)),
        );
      }),
      runs,
    );
  });

  it("refuses bytes of another length, and text where bytes are wanted", () => {
    const notBytes = example as unknown as Uint8Array;
    for (const bytes of [new Uint8Array(15), new Uint8Array(17), new Uint8Array(), notBytes]) {
      expect(() => bytesToUuid(bytes)).toThrow(InvalidIdError);
    }
    expect(() => castUuid(new Uint8Array(15))).toThrow(InvalidIdError);
  });

  it.each([
    "",
    "invalid uuid",
    "601d74e4a8d34b6e8365eddb4c893327",
    `{${example}}`,
    ` ${example}`,
    `${example}\n`,
    example.replace("6", "g"),
    "warehouse worker",
    null,
    undefined,
    7,
    {},
    [example],
  ])("refuses %p where a UUID is wanted", (value) => {
    expect(isUuid(value)).toBe(false);
    expect(() => castUuid(value)).toThrow(InvalidIdError);
    expect(() => uuidToBytes(value as string)).toThrow(InvalidIdError);
  });

  it("reads no time out of another version or variant", () => {
    expect(() => uuidV7Time(example)).toThrow("not a version 7 uuid");
    expect(() => uuidV7Time("01890a5d-ac96-774b-3cce-b302099a8057")).toThrow(InvalidIdError);
    expect(uuidV7Time("01890a5d-ac96-774b-bcce-b302099a8057").getTime()).toBe(0x01890a5dac96);
  });
});
