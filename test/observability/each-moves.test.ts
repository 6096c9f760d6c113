import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findMoves } from "../support/metrics/find-moves";
import { listedMetrics, readList, type Listed } from "../support/metrics/listed";
import type { Series } from "../support/metrics/series";

const TESTS = join(__dirname, "..");

/** What is listed, by name and by value of a label, and none of the series is of it. */
function unseen(listed: readonly Listed[], moved: readonly Series[]): string[] {
  return listed.flatMap(({ name, values }) => {
    const own = moved.filter((series) => series.name === name);
    const wanted = Object.entries(values).flatMap(([label, { named }]) =>
      named.map((value) => ({ label, value })),
    );
    return [
      ...(own.length === 0 ? [name] : []),
      ...wanted
        .filter(({ label, value }) => !own.some(({ labels }) => labels[label] === value))
        .map(({ label, value }) => `${name}{${label}="${value}"}`),
    ];
  });
}

it("each metric of the list, with each value that it names, is seen to move by a test", () => {
  const files = readdirSync(TESTS, { recursive: true, encoding: "utf8" });
  const moved = files
    .filter((file) => file.endsWith(".test.ts") && file !== "observability/each-moves.test.ts")
    .flatMap((file) => findMoves(`test/${file}`, readFileSync(join(TESTS, file), "utf8")));
  const listed = listedMetrics();
  expect(listed.length).toBeGreaterThan(25);
  expect(listed.flatMap(({ values }) => Object.keys(values)).sort()).toEqual(
    ["kind", "outcome", "outcome", "outcome", "outcome", "phase", "state", "state"].sort(),
  );
  expect(unseen(listed, moved)).toEqual([]);
  const names = listed.map(({ name }) => name);
  expect(moved.filter(({ name }) => !names.includes(name))).toEqual([]);
});

describe("what is seen to move", () => {
  const list = readList(
    [
      "| `jumar_mails_total` | kind, outcome | mails by kind; outcome `sent`, `failed` (tried again) |",
      "| `jumar_ready`       |               | 1 while `/health/ready` is `ok`                        |",
    ].join("\n"),
  );
  const see = (text: string) => unseen(list, findMoves("some.test.ts", text));
  const all = ["jumar_mails_total", 'outcome="sent"', 'outcome="failed"', "jumar_ready"];
  const inTest = (series: string) =>
    `it("tells", async () => { await moves(look, [${series}], work); });`;

  it("is what `moves` is asked to see within a test", () => {
    const both = [`'jumar_mails_total{outcome="sent"}'`, `'jumar_mails_total{outcome="failed"}'`];
    expect(see(inTest(`${both.join()}, "jumar_ready"`))).toEqual([]);
    expect(see(inTest(`'jumar_mails_total{kind="a",outcome="sent"}'`))).toEqual([
      'jumar_mails_total{outcome="failed"}',
      "jumar_ready",
    ]);
    expect(see(`describe.each([])("d", () => { ${inTest('"jumar_ready"')} });`)).not.toContain(
      "jumar_ready",
    );
  });

  it.each([
    ["a name in a comment", `it("a", () => { /* await moves(look, ["jumar_ready"], work) */ });`],
    ["a name in a text", `it("a", () => { expect('moves(look, ["jumar_ready"])').toBe(1); });`],
    ["an assertion of another kind", `it("a", () => { expect(sum("jumar_ready")).toBe(1); });`],
    ["the beginning of a name", inTest('"jumar_read"')],
    ["another value", inTest(`'jumar_mails_total{outcome="sen"}'`)],
  ])("is not %s", (_, text) => {
    for (const name of all.slice(1)) expect(see(text).join()).toContain(name);
  });

  // Texts that are only read: a series that stands in a skipped test is seen to move by nobody.
  it.each([
    ["in a test that is skipped", inTest('"jumar_ready"').replace("it(", "it.skip("), /outside/],
    ["in a group that is skipped", `describe.skip("d", () => { ${inTest("")} });`, /outside/],
    ["in no test", `async () => { await moves(look, [], work); };`, /outside/],
    ["that nobody awaits", `it("a", () => { moves(look, [], work); });`, /awaits/],
    ["of series from elsewhere", inTest("").replace("[]", "names"), /written out/],
    ["of a name that is made", inTest(`"jumar_" + what`), /written out/],
    ["of what is no series", inTest("'jumar_mails_total{outcome}'"), /no series/],
  ])("is refused %s", (_, text, why) => {
    expect(() => see(text)).toThrow(why);
  });
});
