import { lstat, mkdir } from "node:fs/promises";
import { EmbeddedError, errnoOf } from "./embedded-error";

/**
 * Makes a folder of the calling user below a shared place, or accepts an existing one only when it is
 * a real folder of this user that nobody else can write: anything else may have been planted.
 */
export async function privateFolder(path: string, mode: 0o700 | 0o755): Promise<string> {
  await mkdir(path, { mode }).catch((error: unknown) => {
    if (errnoOf(error) !== "EEXIST") throw error;
  });
  const found = await lstat(path);
  const mine = found.isDirectory() && found.uid === process.geteuid?.();
  const closed = (found.mode & 0o777 & ~mode) === 0;
  if (!mine || !closed) {
    throw new EmbeddedError(
      "start_failed",
      `${path} is not a private folder of this user; remove it or set TMPDIR to a folder of your own.`,
    );
  }
  return path;
}
