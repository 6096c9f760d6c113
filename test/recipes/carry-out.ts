import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Recipe } from "./recipe";

const root = join(__dirname, "../..");
const CONFIGURATION = ["package.json", "tsconfig.json", "tsconfig.build.json"];
const NEEDED = ["cli", "services", "shared", "docs/observability.md", ...CONFIGURATION];

/** Carries recipes out on a copy of the sources and builds it; answers with the folder of what was built. */
export async function carryOut(recipes: readonly Recipe[], folder: string): Promise<string> {
  for (const name of NEEDED) cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  for (const { adds, edits } of recipes) {
    for (const [file, text] of Object.entries(adds)) add(join(folder, file), text);
    for (const [file, changes] of Object.entries(edits)) edit(join(folder, file), changes);
  }
  const script = 'import("./cli/bootstrap.mjs").then(({ ensureBuilt }) => ensureBuilt())';
  await promisify(execFile)(process.execPath, ["--eval", script], { cwd: folder });
  return join(folder, "dist");
}

function add(file: string, text: string): void {
  if (existsSync(file)) throw new Error(`${file} is there already`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function edit(file: string, changes: readonly (readonly [string, string])[]): void {
  let text = readFileSync(file, "utf8");
  for (const [before, after] of changes) {
    if (!text.includes(before)) throw new Error(`${file} does not say: ${before}`);
    text = text.replace(before, () => after);
  }
  writeFileSync(file, text);
}
