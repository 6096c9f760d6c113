import { existsSync, readFileSync } from "node:fs";
import { installed } from "./paths.mjs";
import { run, stop } from "./processes.mjs";

// After its last test jest has to end by itself; one that does not has a socket or a timer open.
const LINGERS_MS = Number(process.env.TEST_LINGERS_MS ?? 60_000);

/**
 * Runs jest with `args` and resolves to `{ passed, failed, skipped, seconds, output }`. Its results go
 * to `file`. With `show` its output goes straight to the terminal; after `hangsAfterMs` it is ended.
 * `env` is added to the environment.
 */
export async function runJest(args, file, { show = true, hangsAfterMs, env } = {}) {
  const command = [installed("jest/bin/jest.js"), "--json", `--outputFile=${file}`, ...args];
  let watch;
  let ended;
  const { code, output, seconds } = await run(process.execPath, command, {
    show,
    env,
    onStart: (child) => {
      watch = watchForHanging(file, hangsAfterMs, (reason) => {
        ended = reason;
        stop(child, "SIGKILL");
      });
    },
  });
  clearInterval(watch);

  const totals = totalsOf(file);
  const problem = ended ?? problemOf(totals, code);
  if (problem !== undefined) totals.failed += 1;
  const result = { ...totals, seconds, output: show ? "" : output };
  if (problem === undefined) return result;
  if (show) console.log(`FAILED  ${problem}`);
  else result.output += `FAILED  ${problem}\n`;
  return result;
}

function watchForHanging(file, hangsAfterMs = Infinity, act) {
  const start = Date.now();
  let written;
  return setInterval(() => {
    if (written === undefined && existsSync(file)) written = Date.now();
    if (written !== undefined && Date.now() - written > LINGERS_MS) {
      act("jest did not end after its last test: something was left open");
    } else if (Date.now() - start > hangsAfterMs) {
      act(`it hung: not over after ${hangsAfterMs / 60_000} minutes`);
    }
  }, 1000);
}

function problemOf({ passed, failed, skipped }, code) {
  if (passed + failed + skipped === 0) return "not one test was run";
  if (code !== 0 && failed === 0) return `jest ended with exit code ${code}`;
  return undefined;
}

function totalsOf(file) {
  if (!existsSync(file)) return { passed: 0, failed: 0, skipped: 0 };
  const results = JSON.parse(readFileSync(file, "utf8"));
  return {
    passed: results.numPassedTests,
    // A suite that could not be run hides an unknown number of tests: it counts as one.
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}
