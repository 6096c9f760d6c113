import { readdirSync, readFileSync } from "node:fs";
import { platform } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { startEmbeddedTarget } from "../support/embedded-target";

const SETTLING = 15_000;
const SECONDS = 30;
/** Of a second: what Linux counts processor time in. */
const TICK = 0.01;

/** What `npm start` takes of a processor while nobody asks for anything, its PostgreSQL included. */
export async function benchIdle(): Promise<object> {
  if (platform() !== "linux") return { left_out: "processor time is read from /proc" };
  const target = await startEmbeddedTarget({ LOG_LEVEL: "warn" });
  try {
    await sleep(SETTLING);
    const pid = target.process().child.pid ?? 0;
    const before = secondsOf(pid);
    await sleep(SECONDS * 1_000);
    const after = secondsOf(pid);
    const share = (name: "node" | "postgresql") =>
      Number((((after[name] - before[name]) * 100) / SECONDS).toFixed(2));
    return {
      unit: "per cent of one processor",
      node: share("node"),
      postgresql: share("postgresql"),
    };
  } finally {
    await target.stop();
  }
}

/** The processor time so far of a process, and of all that it started, those that have ended included. */
function secondsOf(pid: number): { node: number; postgresql: number } {
  const processes = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)) ?? []);
  const below = (parent: number): Stat[] =>
    processes
      .filter((process) => process.parent === parent)
      .flatMap((process) => [process, ...below(process.pid)]);
  const postgresql = below(pid).reduce((sum, { own, ended }) => sum + own + ended, 0);
  return { node: statOf(pid)?.own ?? 0, postgresql };
}

interface Stat {
  pid: number;
  parent: number;
  /** Seconds, of its own and of its children that have ended. */
  own: number;
  ended: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [
      ...fields.slice(1, 2),
      ...fields.slice(11, 15),
    ];
    return { pid, parent, own: (user + system) * TICK, ended: (endedUser + endedSystem) * TICK };
  } catch {
    return undefined;
  }
}
