/** The log may grow to this many bytes before it starts over. */
export const logLimit = 5 * 1024 * 1024;

/**
 * The program of the supervisor, for `node -e`: plain JavaScript in a string, because it has to run
 * the same from compiled and from TypeScript sources. It reads one line of JSON (`SupervisorTask`)
 * and then watches its standard input: the end of it, which also a killed parent causes, stops
 * PostgreSQL. Standard error is the log file.
 */
export const supervisorScript = `"use strict";
const { spawn } = require("node:child_process");
const fs = require("node:fs");
process.title = "jumar-database-supervisor";

let input = "";
let task;
let server;
let stopping = false;

function begin() {
  if (task.adopt) {
    server = { pid: task.adopt, kill: killAdopted };
    setInterval(() => { if (!exists(server.pid)) process.exit(stopping ? 0 : 1); }, 50);
    return;
  }
  const { command, args, options } = task;
  server = spawn(command, args, { ...options, stdio: ["ignore", 2, 2] });
  server.on("error", (error) => { fs.writeSync(2, "FATAL:  " + error.message + "\\n"); process.exit(1); });
  server.on("exit", () => process.exit(stopping ? 0 : 1));
}

function exists(pid) {
  try { process.kill(pid, 0); } catch (error) { return error.code === "EPERM"; }
  try { return !/\\) [ZX] /.test(fs.readFileSync("/proc/" + pid + "/stat", "utf8")); } catch { return true; }
}

// an adopted server is not our child: its pid is ours to signal only while its pid file names it
function killAdopted(signal) {
  try {
    if (Number.parseInt(fs.readFileSync(task.pidFile, "utf8"), 10) === task.adopt) process.kill(task.adopt, signal);
  } catch {}
}

function stop() {
  if (stopping) return;
  stopping = true;
  if (!server) process.exit(0);
  server.kill("SIGINT"); // fast shutdown
  setTimeout(() => server.kill("SIGQUIT"), 10000); // immediate shutdown
  setTimeout(() => server.kill("SIGKILL"), 15000);
}

process.stdin.setEncoding("utf8");
process.stdin.on("data", (chunk) => {
  if (task) return;
  input += chunk;
  if (!input.includes("\\n")) return;
  task = JSON.parse(input);
  begin();
});
for (const event of ["end", "close", "error"]) process.stdin.on(event, stop);
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, stop);
process.on("SIGHUP", () => {});

setInterval(() => {
  try { if (fs.fstatSync(2).size > ${logLimit}) fs.ftruncateSync(2, 0); } catch {}
}, 60000).unref();
`;
