import { API_BASE, operations, otherParams } from "../../services/web-gateway/api/operations";
import { encodeTypeId, generateUuidV7 } from "../../shared/ids";
import { type Answer, bearer, type Gateway, startGateway } from "../services/web-gateway/support";

let gateway: Gateway;
let headers: Record<string, string>;

beforeAll(async () => {
  gateway = await startGateway();
  const { token } = await gateway.signUp({ role: "admin" });
  headers = { ...bearer(token), "content-type": "application/json" };
});
afterAll(async () => {
  await gateway.stop();
});

/** Every operation that takes a body, and the fields it has. */
const targets = operations
  .filter((operation) => operation.http.method !== "GET" && otherParams(operation).length > 0)
  .map((operation) => ({
    method: operation.http.method,
    path:
      API_BASE + operation.http.path.replace(/\{\w+\}/g, encodeTypeId("user", generateUuidV7())),
    fields: otherParams(operation),
  }));

const deep = (open: string, close: string, times: number, inside = "") =>
  open.repeat(times) + inside + close.repeat(times);

/** Bodies that have broken servers, made for an operation's own fields. */
const abuses: [string, (fields: string[]) => string | Buffer, number][] = [
  ["a prototype", () => '{"__proto__":{"role":"admin","isAdmin":true}}', 400],
  ["a prototype in escapes", () => '{"\\u005f_proto__":{"role":"admin"}}', 400],
  ["a prototype further in", ([f]) => `{"${f}":{"a":[{"__proto__":{"role":"admin"}}]}}`, 400],
  ["a constructor", () => '{"constructor":{"prototype":{"role":"admin"}}}', 400],
  ["a plain constructor", () => '{"constructor":"x","toString":1,"hasOwnProperty":1}', 422],
  ["a key twice", ([f]) => `{"${f}":"a","${f}":"b"}`, 400],
  [
    "a key twice, once in escapes",
    ([f = ""]) => `{"${f}":"a","\\u00${f.charCodeAt(0).toString(16)}${f.slice(1)}":"b"}`,
    400,
  ],
  ["a key twice further in", ([f]) => `{"${f}":{"a":1,"a":2}}`, 400],
  ["arrays", (fields) => JSON.stringify(Object.fromEntries(fields.map((f) => [f, ["a"]]))), 422],
  [
    "objects",
    (fields) =>
      JSON.stringify(Object.fromEntries(fields.map((f) => [f, { $ne: null, length: 12 }]))),
    422,
  ],
  ["numbers", (fields) => JSON.stringify(Object.fromEntries(fields.map((f) => [f, 1e21]))), 422],
  ["numbers beyond all", ([f]) => `{"${f}":1e999999}`, 422],
  ["a number of 60,000 digits", ([f]) => `{"${f}":${"9".repeat(60_000)}}`, 422],
  ["nulls", (fields) => JSON.stringify(Object.fromEntries(fields.map((f) => [f, null]))), 422],
  ["NULs", (fields) => JSON.stringify(Object.fromEntries(fields.map((f) => [f, "a\0b"]))), 422],
  ["halves of characters", (fields) => `{${fields.map((f) => `"${f}":"\\ud800"`).join(",")}}`, 422],
  ["objects 2,500 deep", ([f]) => deep(`{"${f}":`, "}", 2_500, "1"), 400],
  ["arrays 49,000 deep", () => deep("[", "]", 24_500), 400],
  ["an open end 49,000 deep", () => "[".repeat(49_000), 400],
  ["6,000 keys", () => `{${Array.from({ length: 6_000 }, (_, n) => `"${n}":1`).join(",")}}`, 400],
  [
    "4,000 keys that hash alike",
    () => `{${Array.from({ length: 4_000 }, (_, n) => `"${2 ** 32 - n}":1`).join(",")}}`,
    400,
  ],
  ["10,000 keys", () => `{${Array.from({ length: 10_000 }, (_, n) => `"${n}":1`).join(",")}}`, 413],
  ["10,000 items", ([f]) => `{"${f}":[${"0,".repeat(9_999)}0]}`, 422],
  [
    "a long text",
    (fields) => JSON.stringify(Object.fromEntries(fields.map((f) => [f, "a".repeat(9_000)]))),
    422,
  ],
  [
    "a text that regular expressions fear",
    (fields) =>
      JSON.stringify(
        Object.fromEntries(fields.map((f) => [f, `${"a@".repeat(9_000)}!`.slice(0, 9_000)])),
      ),
    422,
  ],
  ["bytes that are no UTF-8", () => Buffer.from('{"a":"\xc3\x28\xff"}', "latin1"), 400],
  ["an overlong slash", () => Buffer.from('{"a":"\xc0\xaf"}', "latin1"), 400],
  ["UTF-16", () => Buffer.from('{"a":1}', "utf16le"), 400],
  ["comments", () => '{/* role */"role":"admin"}', 400],
  ["single quotes", () => "{'role':'admin'}", 400],
  ["a comma too many", ([f]) => `{"${f}":"a",}`, 400],
  ["NaN", ([f]) => `{"${f}":NaN}`, 400],
  ["two values", () => '{"role":"user"}{"role":"admin"}', 400],
  ["an array", () => "[]", 422],
  ["a text", () => '"admin"', 422],
  ["null", () => "null", 422],
  [
    "fields that decide",
    () =>
      '{"id":"user_1","role":"admin","confirmed_at":"2026-01-01T00:00:00Z","user_id":"x","scope":{}}',
    422,
  ],
];

it.each(abuses)("%s in a body are refused everywhere, quickly", async (_, body, status) => {
  for (const { method, path, fields } of targets) {
    const began = performance.now();
    const answer: Answer = await gateway.ask(method, path, { headers, body: body(fields) });
    expect([path, answer.status]).toEqual([path, status]);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(performance.now() - began).toBeLessThan(1_000);
  }
});

it("nothing of it reached a prototype", () => {
  expect(targets.length).toBeGreaterThan(8);
  expect(({} as { role?: string }).role).toBeUndefined();
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  expect(Object.prototype).not.toHaveProperty("$ne");
});
