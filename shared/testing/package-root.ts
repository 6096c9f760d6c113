import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The path of a built file, e.g. `cli/bin/run.js`, whether this runs from the build or from sources. */
export function builtFile(path: string): string {
  const file = join(packageRoot(__dirname), "dist", path);
  if (!existsSync(file)) throw new Error(`${file} is not there; \`npm run build\` makes it`);
  return file;
}

function packageRoot(folder: string): string {
  const manifest = join(folder, "package.json");
  if (existsSync(manifest)) {
    const { name } = JSON.parse(readFileSync(manifest, "utf8")) as { name?: string };
    if (name === "jumar") return folder;
  }
  const parent = dirname(folder);
  if (parent === folder) throw new Error("the files of jumar are not in its package");
  return packageRoot(parent);
}
