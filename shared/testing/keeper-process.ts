import { createInterface } from "node:readline";
import type { Leftover } from "./leftovers";

/*
 * The process of a keeper. On stdin comes, a line each time, the whole list of what has to go should
 * the other process end; stdin ends with that process, however it ended.
 */
async function main(): Promise<void> {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => undefined);
  let noted: Leftover[] = [];
  for await (const line of createInterface({ input: process.stdin })) {
    noted = JSON.parse(line) as Leftover[];
  }
  if (noted.length === 0) return;
  // Loaded only when it is needed: mostly it is not.
  const { removeLeftover } = await import("./leftovers.js");
  for (const leftover of noted.reverse()) {
    // Nobody is there to hear of it, and the rest has to go all the same.
    await removeLeftover(leftover).catch(() => undefined);
  }
  process.exit(0);
}

void main();
