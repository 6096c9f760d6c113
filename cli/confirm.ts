import { createInterface } from "node:readline/promises";
import { CommandError } from "./command-error";
import { InterruptedError } from "./interrupt";

/**
 * Asks on the terminal whether to go on. Throws a CommandError when the answer is not yes, or when
 * there is no terminal to ask on.
 */
export async function confirm(question: string, otherwise: string): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new CommandError(`there is no terminal to ask on; --yes does it without asking`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await new Promise<string>((resolve, reject) => {
      const stop = (): void => {
        process.stderr.write("\n");
        reject(new InterruptedError("SIGINT", `stopped; ${otherwise}`));
      };
      terminal.once("SIGINT", stop);
      terminal.once("close", () => resolve(""));
      void terminal.question(`${question} [y/N] `).then(resolve, stop);
    });
    if (!/^y(es)?$/i.test(answer.trim())) throw new CommandError(otherwise);
  } finally {
    terminal.close();
  }
}
