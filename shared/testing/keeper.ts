import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { type Leftover, removeLeftover } from "./leftovers";
import { builtFile } from "./package-root";

/** Knows what a start has made, and sees that it goes, whatever becomes of this process. */
export interface Keeper {
  /** Notes something *before* it is made (a process: at once after). */
  note(leftover: Leftover): void;
  /** Takes something off the list that went by itself; a process id may soon be somebody else's. */
  forget(leftover: Leftover): void;
  /** Removes everything, the last first. Goes on after a failure, and fails with all of them in the end. */
  removeAll(): Promise<void>;
}

/** How long its process may take to end, in ms. */
const PATIENCE = 2_000;

/**
 * Starts a keeper. It tells what is noted to a process of its own, which outlives this one: should
 * the end of the pipe between them go away first, it removes everything by itself.
 */
export function startKeeper(): Keeper {
  const child = spawn(process.execPath, [builtFile("shared/testing/keeper-process.js")], {
    // In a session of its own, or a Ctrl-C or the end of a terminal would reach it too.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  const exited = once(child, "exit").catch(() => undefined);
  child.stdin.on("error", () => undefined);
  // Whoever forgets to stop shall not wait for ever; the keeper then does it.
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();

  const noted: Leftover[] = [];
  const tell = (): void => void child.stdin.write(`${JSON.stringify(noted)}\n`);

  return {
    note(leftover) {
      noted.push(leftover);
      tell();
    },
    forget(leftover) {
      const index = noted.indexOf(leftover);
      if (index === -1) return;
      noted.splice(index, 1);
      tell();
    },
    async removeAll() {
      const problems: unknown[] = [];
      for (const leftover of noted.toReversed()) {
        try {
          await removeLeftover(leftover);
        } catch (error) {
          problems.push(new Error(`cannot remove the ${leftover.kind}`, { cause: error }));
        }
      }
      noted.length = 0;
      tell();
      child.stdin.end();
      const waiting = new AbortController();
      const patience = sleep(PATIENCE, undefined, { signal: waiting.signal }).catch(
        () => undefined,
      );
      await Promise.race([exited, patience]);
      waiting.abort();
      if (problems.length > 0)
        throw new AggregateError(problems, problems.map(messageOf).join("; "));
    },
  };
}

function messageOf(problem: unknown): string {
  const { message, cause } = problem as Error;
  return `${message}: ${cause instanceof Error ? cause.message : String(cause)}`;
}
