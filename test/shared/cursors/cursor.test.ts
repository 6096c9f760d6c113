import fc from "fast-check";
import { decodeCursor, encodeCursor, listName, toPage } from "../../../shared/cursors";
import { createSigner } from "../../../shared/signing";

const signer = createSigner("a".repeat(64));
const position = fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.integer(), fc.constant(null)));
const refused = expect.objectContaining({ code: "malformed_request" }) as Error;

test("leads back to any position of its list", () => {
  fc.assert(
    fc.property(fc.string(), position, (list, at) => {
      expect(decodeCursor(signer, list, encodeCursor(signer, list, at))).toEqual(at);
    }),
  );
});

test("is refused by any other list", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), position, (list, other, at) => {
      fc.pre(list !== other);
      expect(() => decodeCursor(signer, other, encodeCursor(signer, list, at))).toThrow(refused);
    }),
  );
});

test("is refused with any character changed, removed or added", () => {
  const change = fc.record({
    at: fc.nat(),
    remove: fc.nat({ max: 1 }),
    insert: fc.base64String({ maxLength: 1 }),
  });
  fc.assert(
    fc.property(position, change, (at, { at: where, remove, insert }) => {
      const cursor = encodeCursor(signer, "list", at);
      const index = where % (cursor.length + 1);
      const changed = cursor.slice(0, index) + insert + cursor.slice(index + remove);
      fc.pre(changed !== cursor);
      expect(() => decodeCursor(signer, "list", changed)).toThrow(refused);
    }),
    { numRuns: 500 },
  );
});

test("is refused when it is any text at all, or was signed for something else or elsewhere", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(() => decodeCursor(signer, "list", text)).toThrow(refused);
    }),
  );
  const elsewhere = encodeCursor(createSigner("b".repeat(64)), "list", [1]);
  for (const cursor of [
    elsewhere,
    signer.sign("scope", ["list", 1]),
    signer.sign("cursor", { list: 1 }),
  ]) {
    expect(() => decodeCursor(signer, "list", cursor)).toThrow(refused);
  }
});

test("fits a query string with the longest address there is", () => {
  const address = "\u{ffee}".repeat(160);
  const id = "00000000-0000-7000-8000-000000000000";
  expect(encodeCursor(signer, "x".repeat(5000), [3, address, id]).length).toBeLessThanOrEqual(1000);
});

test("names a list by its filters, in whatever order and with or without those not given", () => {
  const name = listName("users", { a: 1, b: "2" });
  expect(listName("users", { b: "2", c: undefined, a: 1 })).toBe(name);
  for (const other of [{ a: 1 }, { a: "1", b: "2" }, { a: 1, b: "2", c: null }]) {
    expect(listName("users", other)).not.toBe(name);
  }
});

test("goes on behind the last item shown, and nowhere when nothing is left", () => {
  const page = (rows: number[]) => toPage(rows, 2, String, (row) => `behind ${row}`);
  expect(page([1, 2, 3])).toEqual({ data: ["1", "2"], next_cursor: "behind 2" });
  expect(page([1, 2])).toEqual({ data: ["1", "2"], next_cursor: null });
  expect(page([])).toEqual({ data: [], next_cursor: null });
});
