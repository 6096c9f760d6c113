import { spawn } from "node:child_process";
import { root } from "./paths.mjs";

const running = new Set();
let ending = false;

/**
 * Runs a command in its own process group and resolves to `{ code, output, seconds }`.
 * With `show` its output goes straight to the terminal, otherwise it is kept.
 */
export function run(command, args, { show = false, env = {}, onStart } = {}) {
  const start = Date.now();
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", show ? "inherit" : "pipe", show ? "inherit" : "pipe"],
    detached: process.platform !== "win32",
  });
  running.add(child);
  const chunks = [];
  child.stdout?.on("data", (chunk) => chunks.push(chunk));
  child.stderr?.on("data", (chunk) => chunks.push(chunk));
  onStart?.(child);
  return new Promise((resolve) => {
    const finish = (code, reason = "") => {
      running.delete(child);
      // Nobody is to make a result of what was cut off.
      if (ending) return;
      const output = Buffer.concat(chunks).toString() + reason;
      resolve({ code, output, seconds: (Date.now() - start) / 1000 });
    };
    child.once("error", (error) =>
      finish(1, `${command} could not be started: ${error.message}\n`),
    );
    child.once("close", (code, signal) =>
      finish(code ?? 1, signal ? `${command} was ended by ${signal}\n` : ""),
    );
  });
}

/** Ends a child together with everything in its process group. */
export function stop(child, signal = "SIGTERM") {
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

// The children are in groups of their own, so whatever ends this process must reach them too.
const endings = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
for (const [signal, code] of Object.entries(endings)) process.once(signal, () => end(code));

// npm passes a signal on to its shell only, which then dies alone and leaves this process behind.
const parent = process.ppid;
setInterval(() => process.ppid === parent || end(endings.SIGTERM), 500).unref();

function end(code) {
  ending = true;
  for (const child of running) stop(child);
  setTimeout(() => process.exit(code), 2000);
  setInterval(() => running.size === 0 && process.exit(code), 20);
}

process.once("exit", () => {
  for (const child of running) stop(child, "SIGKILL");
});
