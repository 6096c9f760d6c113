// Runs a command and notes its processor seconds: measured.cjs FILE NAME COMMAND [ARGUMENT...]
const { spawn } = require("node:child_process");
const { appendFileSync } = require("node:fs");
const { processorTime } = require("./processor-time.cjs");

const [file, name, command, ...args] = process.argv.slice(2);
const start = Date.now();
const child = spawn(command, args, { stdio: "inherit" });
child.once("error", (error) => {
  console.error(`${command} could not be started: ${error.message}`);
  process.exitCode = 1;
});
child.once("close", (code) => {
  const seconds = processorTime().children;
  const wall = (Date.now() - start) / 1000;
  appendFileSync(file, `${JSON.stringify({ name, own: 0, children: seconds, wall })}\n`);
  process.exitCode = code ?? 1;
});
