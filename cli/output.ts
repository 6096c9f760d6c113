import { getSystemErrorMap } from "node:util";

/**
 * Watches what is printed, which oclif and the console write without looking whether it arrives. To be
 * asked at the end: resolves, once all is written, to why some of it was lost. A reader that has gone,
 * such as `head`, wanted no more.
 */
export function watchOutput(stream: NodeJS.WriteStream): () => Promise<Error | undefined> {
  let lost: Error | undefined;
  // oclif's own throws whatever is no EPIPE, before another hears of it.
  stream.removeAllListeners("error");
  stream.on("error", (error) => {
    lost ??= error;
  });
  return async () => {
    if (!stream.destroyed && stream.writableLength > 0)
      await new Promise<void>((resolve) => stream.write("", () => resolve()));
    // A stream tells of an error in a later tick than that of the write.
    await new Promise((resolve) => setImmediate(resolve));
    return isGone(lost) ? undefined : lost;
  };
}

/** Nobody reads any more what is written: the terminal was closed, or a pipe's reader ended. */
export function isGone(error: unknown): boolean {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return (code === "EIO" || code === "EPIPE") && syscall === "write";
}

/** Why a write failed, e.g. that no space is left. */
export function whyLost(error: Error): string {
  const { errno, code = error.message } = error as NodeJS.ErrnoException;
  const [, words = code] = getSystemErrorMap().get(errno ?? 0) ?? [];
  return `the output could not be written: ${words}`;
}
