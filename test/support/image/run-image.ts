import { execFileSync, spawn } from "node:child_process";
import { chownSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { JumarProcess } from "../processes";

/** The Node that the image is run with; `npm run test:node24` names the image's own. */
export const IMAGE_NODE = process.env.TEST_IMAGE_NODE ?? process.execPath;

/** As whom: nobody's number, so that a program that wants to be somebody fails here too. */
const USER = 65_534;

/** Takes the right to write away from everyone, and root's ownership is all there is. */
export function makeReadOnly(app: string): void {
  if (process.getuid?.() === 0) chownSync(app, 0, 0);
  execFileSync("chmod", ["-R", "a-w,a+rX", app]);
}

/** Runs the image's `jumar …` as its container would: production, not root, nowhere to write. */
export function runImage(app: string, args: string[], env: Record<string, string>): JumarProcess {
  const asNobody = process.getuid?.() === 0 ? { uid: USER, gid: USER } : {};
  const child = spawn(IMAGE_NODE, [join(app, "dist/cli/bin/run.js"), ...args], {
    cwd: app,
    env: { PATH: "/usr/local/bin:/usr/bin:/bin", TMPDIR: app, NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...asNobody,
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  return { child, exited, output: () => text };
}

/** Every path below a folder, with what of it a change would show. */
export function statesOf(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[]).map((path) => {
    const { size, mtimeMs } = lstatSync(join(folder, path));
    return `${path} ${size} ${mtimeMs}`;
  });
}
