import { say } from "./say";

let report: (error: unknown) => void = () => undefined;

/** Ends the process (exit code 1) with one line when something was thrown that nobody caught. */
export function catchDefects(): void {
  const end = async (error: unknown): Promise<void> => {
    if (isGoneTerminal(error)) return;
    try {
      report(error);
      const { describeFailure } = await import("./describe-failure.js");
      for (const line of describeFailure(error)) say(line);
    } finally {
      process.exit(1);
    }
  };
  process.on("uncaughtException", (error) => void end(error));
  process.on("unhandledRejection", (error) => void end(error));
}

/** From now on defects are also told to this function, e.g. to have their stacks logged. */
export function reportDefectsTo(reporter: (error: unknown) => void): void {
  report = reporter;
}

/** Nobody reads any more what is written: the terminal was closed, or a pipe's reader ended. */
function isGoneTerminal(error: unknown): boolean {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return (code === "EIO" || code === "EPIPE") && syscall === "write";
}
