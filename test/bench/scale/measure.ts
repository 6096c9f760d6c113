import { performance } from "node:perf_hooks";
import { median, percentile } from "../statistics";

const round = (ms: number): number => Number(ms.toFixed(2));

/** So many of the questions are asked first and not measured: with them connections prepare their statements. */
const WARM_UP = 0.1;

/** How long something takes for each of some questions, in ms, one after another. */
export async function timesOf<Question>(
  questions: readonly Question[],
  ask: (question: Question) => Promise<unknown>,
): Promise<{ p50_ms: number; p99_ms: number }> {
  const times: number[] = [];
  const first = Math.floor(questions.length * WARM_UP);
  for (const [n, question] of questions.entries()) {
    const since = performance.now();
    await ask(question);
    if (n >= first) times.push(performance.now() - since);
  }
  return { p50_ms: round(median(times)), p99_ms: round(percentile(times, 99)) };
}

/** How many times as long something takes as a bare select on the same rows, asked in turns. */
export async function besideBare<Question>(
  questions: readonly Question[],
  { own, bare }: Record<"own" | "bare", (question: Question) => Promise<unknown>>,
) {
  const times = { own: [] as number[], bare: [] as number[] };
  const first = Math.floor(questions.length * WARM_UP);
  for (const [n, question] of questions.entries()) {
    for (const [name, ask] of [
      ["own", own],
      ["bare", bare],
    ] as const) {
      const since = performance.now();
      await ask(question);
      if (n >= first) times[name].push(performance.now() - since);
    }
  }
  const [p50, p99] = [median(times.own), percentile(times.own, 99)];
  return {
    p50_ms: round(p50),
    p99_ms: round(p99),
    bare_p50_ms: round(median(times.bare)),
    times_bare: round(p50 / median(times.bare)),
  };
}
