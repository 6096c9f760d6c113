import { spawn } from "node:child_process";
import type { Socket } from "node:net";
import { identify, type ProcessId } from "../processes";
import { supervisorScript } from "./supervisor-script";

export type SupervisorTask =
  | {
      command: string;
      args: string[];
      options: { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number };
    }
  | { adopt: number; pidFile: string };

export interface Supervisor {
  id: ProcessId;
  /** starts or adopts the server; until then the supervisor does nothing */
  begin(task: SupervisorTask): void;
  hasEnded(): boolean;
  ended: Promise<void>;
  /** stops the server and resolves when server and supervisor are gone */
  end(): Promise<void>;
}

/**
 * Launches the process that stops PostgreSQL when this one disappears. It has its own session, so a
 * terminal's Ctrl-C does not reach it, and does not keep this process running.
 */
export async function launchSupervisor(logFd: number): Promise<Supervisor> {
  const child = spawn(process.execPath, ["-e", supervisorScript], {
    cwd: "/",
    env: {},
    detached: true,
    stdio: ["pipe", "ignore", logFd],
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  const input = child.stdin as Socket;
  input.on("error", () => undefined); // it ended first; `ended` tells
  let gone = false;
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => {
      gone = true;
      resolve();
    });
  });
  const id = child.pid === undefined ? undefined : identify(child.pid);
  child.unref();
  input.unref();
  return {
    id: id ?? { pid: child.pid ?? 0, started: "ended" },
    begin: (task) => void input.write(`${JSON.stringify(task)}\n`),
    hasEnded: () => gone,
    ended,
    end: () => {
      child.ref();
      input.end();
      return ended;
    },
  };
}
