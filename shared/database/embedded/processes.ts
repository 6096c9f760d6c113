import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

export interface ProcessId {
  pid: number;
  /** when it started, as the system tells it: a reused pid has another value */
  started: string;
}

/** Identifies a running process beyond its pid; undefined when it is gone or a zombie. */
export function identify(pid: number): ProcessId | undefined {
  if (process.platform !== "linux") {
    const started = ps(pid, "lstart=");
    return started === "" ? undefined : { pid, started };
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // the name, in parentheses, may hold spaces and parentheses itself
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return undefined;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return { pid, started: `${boot}/${fields[19]}` };
  } catch {
    return undefined;
  }
}

/** Whether exactly this process, not a later one with its pid, still runs. */
export function isAlive(id: ProcessId | undefined): boolean {
  const now = id && identify(id.pid);
  return now !== undefined && now.started === id?.started;
}

/** The command line of a process, empty for none; readable also for processes of other users. */
export function commandLine(pid: number): string {
  if (process.platform !== "linux") return ps(pid, "command=");
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

function ps(pid: number, column: string): string {
  try {
    return execFileSync("/bin/ps", ["-o", column, "-p", String(pid)], {
      encoding: "utf8",
      env: { LC_ALL: "C" },
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "";
  }
}
