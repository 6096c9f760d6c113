import { type FileHandle, open, readFile, stat } from "node:fs/promises";
import type { FolderLayout } from "./folder-layout";
import { logLimit } from "./supervisor/supervisor-script";

export interface ServerLog {
  file: FileHandle;
  /** the last thing the server said since the log was opened, preferring a failure's own line */
  lastLine(): Promise<string>;
}

/** Opens the server's log for appending; a log over the limit starts over. */
export async function openLog(layout: FolderLayout): Promise<ServerLog> {
  const file = await open(layout.log, "a", 0o600);
  const { size } = await file.stat();
  const from = size > logLimit ? 0 : size;
  if (size > logLimit) await file.truncate(0);
  if (process.geteuid?.() === 0) {
    // started with sudo in a user's folder, the user must be able to write the log afterwards
    const { uid, gid } = await stat(layout.dataDir);
    await file.chown(uid, gid);
  }
  return { file, lastLine: async () => lastLine((await readFile(layout.log)).subarray(from)) };
}

/** The line of some output that best says what went wrong, without its time stamp. */
export function lastLine(output: Buffer | string): string {
  const lines = output
    .toString()
    .split("\n")
    .filter((line) => line.trim() !== "");
  const failure = lines.findLast((line) => /\b(FATAL|PANIC|ERROR|error): /.test(line));
  const line = failure ?? lines.at(-1) ?? "no message";
  return line.replace(/^.*?\b(?=(FATAL|PANIC|ERROR|LOG): )/, "").trim();
}
