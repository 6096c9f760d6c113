import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../eventually";
import type { Fleet } from "../fleet";

/** Starts every process of a fleet again whenever it ends, as an orchestrator would. */
export interface Supervision {
  /** `kill -9`, also of one that is still starting. */
  kill(name: string): void;
  /** Ends that nobody had asked for, of processes that had been ready. */
  readonly crashes: string[];
  /** Resolves when all of them are ready. */
  untilReady(withinMs?: number): Promise<void>;
  stop(): Promise<void>;
}

/** From now on, the processes that there are. */
export function supervise(fleet: Fleet): Supervision {
  const killed = new Set<number>();
  const ready = new Set(fleet.names());
  const crashes: string[] = [];
  let stopping = false;

  const bringUp = async (name: string): Promise<void> => {
    while (!stopping) {
      try {
        await fleet.start(name);
        ready.add(name);
        return;
      } catch {
        // It was killed once more, or what it needs is away, or it hangs: the next one may do better.
        fleet.process(name).child.kill("SIGKILL");
        await fleet.process(name).exited;
        await sleep(200);
      }
    }
  };
  const tend = async (name: string): Promise<void> => {
    for (;;) {
      const { child, exited, output } = fleet.process(name);
      const { code, signal } = await exited;
      if (stopping) return;
      if (!killed.has(child.pid ?? 0)) {
        crashes.push(`${name} ended by itself with ${code ?? signal}: ${output().slice(-1_000)}`);
      }
      ready.delete(name);
      await bringUp(name);
    }
  };
  for (const name of fleet.names()) void tend(name);

  return {
    crashes,
    kill(name) {
      const { child } = fleet.process(name);
      killed.add(child.pid ?? 0);
      child.kill("SIGKILL");
    },
    async untilReady(withinMs = 60_000) {
      await eventually(async () => {
        if (ready.size < fleet.names().length) return false;
        const answers = await Promise.all(
          fleet.names().map(async (name) => (await fetch(`${fleet.opsUrl(name)}/health/ready`)).ok),
        );
        return answers.every(Boolean);
      }, withinMs);
    },
    async stop() {
      await eventually(() => ready.size === fleet.names().length, 60_000);
      stopping = true;
    },
  };
}
