import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { listedMetrics } from "../support/metrics/listed";
import { toSeries } from "../support/metrics/series";

const TESTS = join(__dirname, "..");

/** The series that `moves` is told to see in a text. */
function seriesIn(text: string): string[] {
  return [...text.matchAll(/await moves\(\s*[^[]*?\[([^\]]*)\]/g)].flatMap(([, list = ""]) =>
    [...list.matchAll(/(["'])(jumar_.*?)\1/g)].map(([, , series = ""]) => series),
  );
}

const moved = readdirSync(TESTS, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => readFileSync(join(TESTS, file), "utf8"))
  .filter((text) => text.includes("/metrics/moves"))
  .flatMap(seriesIn)
  .map(toSeries);

it("each metric of the guide, with each value that it names, is seen to move by a test", () => {
  const listed = listedMetrics();
  expect(listed.length).toBeGreaterThan(30);
  const unseen = listed.flatMap(({ name, values }) => {
    const own = moved.filter((series) => series.name === name);
    const named = Object.entries(values).flatMap(([label, each]) =>
      each.named.map((value) => [label, value] as const),
    );
    const missing = named.filter(
      ([label, value]) => !own.some(({ labels }) => labels[label] === value),
    );
    return [
      ...(own.length === 0 ? [name] : []),
      ...missing.map(([label, value]) => `${name}{${label}="${value}"}`),
    ];
  });
  expect(unseen).toEqual([]);
});
