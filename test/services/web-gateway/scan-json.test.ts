import fc from "fast-check";
import { parseJson } from "../../../services/web-gateway/api/input/parse-json";
import { scanJson } from "../../../services/web-gateway/api/input/scan-json";

const NO_LIMITS = { depth: Infinity, keys: Infinity };

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("scanning JSON", () => {
  it("takes whatever JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, "\t"), (value, indent) => {
        expect(scanJson(JSON.stringify(value, null, indent), NO_LIMITS)).toBeUndefined();
      }),
    );
  });

  it("judges texts made of JSON's pieces as JSON.parse does", () => {
    const pieces = [
      ...["{", "}", "[", "]", ",", ":", " ", "\n", '"', "\\", "a", '"a"', '"b"', '"\\u0061"'],
      ...["0", "1", "-", "01", "1.5", ".5", "1.", "1e5", "1E+", "true", "false", "null", "nul"],
      ...["\u0000", "\u00a0", "\ufeff", "/**/", '"\\x"', '"\\ud800"', "'a'", "NaN", "undefined"],
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
        const text = parts.join("");
        const fault = scanJson(text, NO_LIMITS);
        expect(fault === undefined || fault === "duplicate_key").toBe(isJson(text));
      }),
      { numRuns: 3000 },
    );
  });

  it("judges damaged JSON as JSON.parse does", () => {
    const damage = fc.record({ at: fc.nat(), with: fc.constantFrom("", ",", "}", '"', "[", "0") });
    fc.assert(
      fc.property(fc.json(), damage, (text, change) => {
        const at = change.at % (text.length + 1);
        const damaged = text.slice(0, at) + change.with + text.slice(at + 1);
        const fault = scanJson(damaged, NO_LIMITS);
        if (fault !== "duplicate_key") expect(fault === undefined).toBe(isJson(damaged));
      }),
      { numRuns: 2000 },
    );
  });

  it("finds a key that comes twice in one object, and only there", () => {
    const key = fc.string({ maxLength: 3 });
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.boolean()), { maxLength: 6 }), (entries) => {
        const escape = (name: string) =>
          [...Array(name.length).keys()]
            .map((at) => `\\u${name.charCodeAt(at).toString(16).padStart(4, "0")}`)
            .join("");
        const members = entries.map(([name, escaped]) =>
          escaped ? `"${escape(name)}":0` : `${JSON.stringify(name)}:0`,
        );
        const twice = new Set(entries.map(([name]) => name)).size < entries.length;
        const text = `[{"a":{"a":0}},{${members.join(",")}}]`;
        expect(scanJson(text, NO_LIMITS)).toBe(twice ? "duplicate_key" : undefined);
      }),
    );
  });

  it("stops at the allowed depth and number of keys, not before", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(scanJson(nested(5), { depth: 5, keys: 9 })).toBeUndefined();
    expect(scanJson(nested(6), { depth: 5, keys: 9 })).toBe("too_deep");
    expect(scanJson('{"a":{"b":[]}}', { depth: 3, keys: 2 })).toBeUndefined();
    expect(scanJson('{"a":{"b":[]}}', { depth: 2, keys: 2 })).toBe("too_deep");
    expect(scanJson('{"a":{"b":[]}}', { depth: 3, keys: 1 })).toBe("too_many_keys");
  });

  it("takes time in proportion to the text, however hostile", () => {
    const hostile = [
      "[".repeat(49_000),
      `${'{"a":'.repeat(10_000)}1`,
      `{${Array.from({ length: 8_000 }, (_, at) => `"${at}":1`).join(",")}}`,
      `"${"\\u0061".repeat(10_000)}`,
      `"${"a".repeat(64_000)}`,
      `[${"1".repeat(64_000)}e`,
      " ".repeat(64_000),
    ];
    const began = performance.now();
    for (const text of hostile) {
      scanJson(text, NO_LIMITS);
      expect(() => parseJson(text)).toThrow(/./);
    }
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it.each([
    ['{"__proto__":{"admin":true}}', "a key that is not allowed"],
    ['{"a":[{"__proto__":1}]}', "a key that is not allowed"],
    ['{"\\u005f_proto__":1}', "a key that is not allowed"],
    ['{"constructor":{"prototype":{}}}', "a key that is not allowed"],
    ['{"a":1,"\\u0061":2}', "the same key twice"],
    ["[".repeat(33), "nested deeper"],
    ["{} {}", "not valid"],
    ["", "not valid"],
  ])("refuses %s as malformed", (text, reason) => {
    expect(() => parseJson(text)).toThrow(
      expect.objectContaining({
        code: "malformed_request",
        detail: expect.stringContaining(reason) as string,
      }),
    );
  });
});
