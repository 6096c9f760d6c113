import { tell } from "./failure";
import { isGone } from "./output";

let report: (error: unknown) => void = () => undefined;

/** Ends the process (exit code 1) with one line when something was thrown that nobody caught. */
export function catchDefects(): void {
  const end = async (error: unknown): Promise<void> => {
    if (isGone(error)) return;
    try {
      report(error);
      const { failureOf } = await import("./describe-failure.js");
      tell(failureOf(error));
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
