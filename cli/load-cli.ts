import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Config, type Interfaces, settings } from "@oclif/core";

/** Finds the commands: the files of `commands/` beside this file, as sources or built. */
export async function loadCli(): Promise<Config> {
  // Otherwise oclif looks for sources beside built files and registers a compiler for them.
  settings.enableAutoTranspile = false;
  const root = rootOf(__dirname);
  const pjson = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Interfaces.PJSON;
  return await Config.load({
    root,
    pjson: { ...pjson, oclif: { ...pjson.oclif, commands: join(__dirname, "commands") } },
    userPlugins: false,
    devPlugins: false,
    jitPlugins: false,
    ignoreManifest: true,
  });
}

function rootOf(folder: string): string {
  try {
    readFileSync(join(folder, "package.json"));
    return folder;
  } catch {
    return rootOf(dirname(folder));
  }
}
