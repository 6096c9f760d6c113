import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../eventually";
import type { Scraped } from "../scrape";
import { toSeries } from "./series";

const BETWEEN_LOOKS = 25;

/**
 * Does some work and sees each of the series move meanwhile or after it: what is counted or timed rises,
 * what is shown of a moment becomes another value. Resolves with what the work did.
 */
export async function moves<T>(
  look: () => Promise<Scraped>,
  series: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const before = await look();
  const unmoved = new Set(series);
  const watch = async (): Promise<void> => {
    const now = await look();
    for (const one of unmoved) if (hasMoved(one, before, now)) unmoved.delete(one);
  };

  let isOver = false;
  const working = work().finally(() => {
    isOver = true;
  });
  // Awaited below; a process may be away meanwhile, and then it shows nothing.
  working.catch(() => undefined);
  while (!isOver) {
    await watch().catch(() => undefined);
    await sleep(BETWEEN_LOOKS);
  }
  const result = await working;
  await eventually(async () => {
    if (unmoved.size > 0) await watch();
    if (unmoved.size > 0) throw new Error(`did not move: ${[...unmoved].join(", ")}`);
    return true;
  });
  return result;
}

function hasMoved(text: string, before: Scraped, now: Scraped): boolean {
  const { name, labels } = toSeries(text);
  const type = now.types.get(name);
  const shown = type === "histogram" ? `${name}_count` : name;
  const [from = 0, to] = [before.sum(shown, labels), now.sum(shown, labels)];
  if (to === undefined) return false;
  // A count that became less is that of a process that began anew.
  return type === "gauge" ? to !== from : to > from;
}
