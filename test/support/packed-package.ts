import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { askForPart, type Part } from "./run-parts";

const run = promisify(execFile);
const root = join(__dirname, "../..");

/**
 * The package as npm would publish it, in the `node_modules` of a folder, beside the dependencies that are
 * installed here.
 */
export async function installPackage(folder: string): Promise<Part> {
  const home = join(folder, "node_modules/jumar");
  mkdirSync(home, { recursive: true });
  const args = ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder];
  const { stdout } = await run("npm", args, { cwd: root });
  await run("tar", ["-xzf", join(folder, stdout.trim()), "-C", home, "--strip-components=1"]);
  const { dependencies } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  for (const name of [...Object.keys(dependencies), "@types/node", "undici-types"]) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link);
  }
  return { about: { folder }, stop: () => Promise.resolve() };
}

/** A folder in and below which the packed package is found by its name; made once for the run. */
export async function packedPackage(): Promise<string> {
  return (await askForPart<{ folder: string }>("package")).folder;
}
