import { readFileSync } from "node:fs";
import { ask } from "./ask";

/** Watches something every `everyMs`; `stop` ends it and gives what was seen. */
export function watch<T>(look: () => Promise<T>, everyMs: number): { stop(): Promise<T[]> } {
  const seen: T[] = [];
  let going = true;
  const looking = (async () => {
    while (going) {
      const since = Date.now();
      seen.push(await look());
      await new Promise((resolve) => setTimeout(resolve, everyMs - (Date.now() - since)));
    }
  })();
  return {
    async stop() {
      going = false;
      await looking;
      return seen;
    },
  };
}

/** The status of an operator's page of a process; 0 when it does not answer. */
export async function health(opsUrl: string, what: "live" | "ready"): Promise<number> {
  return (await ask(`${opsUrl}/health/${what}`, "GET")).status;
}

/** The value of a metric without labels. */
export async function metric(opsUrl: string, name: string): Promise<number> {
  const { body } = await ask(`${opsUrl}/metrics`, "GET");
  const value = new RegExp(`^${name} (\\S+)$`, "m").exec(String(body))?.[1];
  if (value === undefined) throw new Error(`there is no ${name} at ${opsUrl}`);
  return Number(value);
}

/** The memory of a process that is in RAM, in MiB; undefined where the system does not tell. */
export function residentMemory(pid: number | undefined): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/status`, "utf8");
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(text)?.[1]) / 1024);
  } catch {
    return undefined;
  }
}

/** The value that a share of them does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
