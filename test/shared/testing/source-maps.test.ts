import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/* Debuggers and stacks of those who install the package lead to sources, which it has inside its maps only. */

const root = join(__dirname, "../../..");
const built = ["cli", "services", "shared"].flatMap((folder) =>
  readdirSync(join(root, "dist", folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".js.map"))
    .map((name) => join(root, "dist", folder, name)),
);

it("leads from every built file to its source, and has it inside", () => {
  expect(built.length).toBeGreaterThan(500);
  const wrong = built.filter((file) => {
    const map = JSON.parse(readFileSync(file, "utf8")) as {
      sources: string[];
      sourcesContent?: string[];
    };
    const [source = ""] = map.sources;
    const path = join(dirname(file), source);
    const wanted = join(root, relative(join(root, "dist"), file)).replace(/\.js\.map$/, ".ts");
    return !(
      path === wanted &&
      existsSync(path) &&
      map.sources.length === 1 &&
      (map.sourcesContent?.[0] ?? "") !== ""
    );
  });
  expect(wrong.slice(0, 3).map((file) => relative(root, file))).toEqual([]);
});
