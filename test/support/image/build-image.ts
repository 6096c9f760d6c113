import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { last, stagesOf, words } from "./dockerfile";

const run = promisify(execFile);
const root = join(__dirname, "../../..");

/**
 * Does in `folder` what the first stage of deploy/Dockerfile does in its image, instruction by
 * instruction, with what .dockerignore lets through; resolves with the folder that becomes /app.
 */
export async function buildImage(folder: string): Promise<string> {
  const [stage = []] = stagesOf(readFileSync(join(root, "deploy/Dockerfile"), "utf8"));
  const src = join(folder, last(stage, "WORKDIR") ?? "");
  mkdirSync(src, { recursive: true });
  for (const { name, text } of stage) {
    if (name === "COPY") copy(text.split(/\s+/), src);
    if (name === "RUN") {
      const [command = "", ...args] = words(text);
      const placed = args.map((arg) => (arg.startsWith("/") ? join(folder, arg) : arg));
      // As in the image: nothing of this environment, and no cache but npm's own.
      const env = { PATH: process.env.PATH, HOME: process.env.HOME };
      await run(command, placed, { cwd: src, env, maxBuffer: 64 * 1024 * 1024 });
    }
  }
  return join(folder, "app");
}

function copy(paths: string[], src: string): void {
  const target = paths.pop() ?? ".";
  for (const path of paths.flatMap((one) => (one === "." ? sentToTheBuild() : [one]))) {
    const into = target.endsWith("/") || target === "." ? join(src, path) : join(src, target);
    mkdirSync(dirname(into), { recursive: true });
    cpSync(join(root, path), into, { recursive: true });
  }
}

/** .dockerignore leaves everything out but what it names. */
function sentToTheBuild(): string[] {
  const [first, ...rest] = readFileSync(join(root, ".dockerignore"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  if (first !== "*" || rest.some((line) => !line.startsWith("!"))) {
    throw new Error(".dockerignore has to leave out everything and then name what comes along");
  }
  return rest.map((line) => line.slice(1)).filter((path) => existsSync(join(root, path)));
}
