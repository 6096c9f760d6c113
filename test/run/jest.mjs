import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { installed } from "./paths.mjs";
import { run, stop } from "./processes.mjs";

// After its last test jest has to end by itself; one that does not has a socket or a timer open.
const LINGERS_MS = Number(process.env.TEST_LINGERS_MS ?? 60_000);

/** Runs jest on the files that match `filters` and resolves to `{ passed, failed, skipped }`. */
export async function runJest(filters, folder) {
  const file = join(folder, "jest.json");
  const args = [installed("jest/bin/jest.js"), "--json", `--outputFile=${file}`, ...filters];
  let watch;
  let lingered = false;
  const { code } = await run(process.execPath, args, {
    show: true,
    onStart: (child) => {
      watch = watchForLingering(file, () => {
        lingered = true;
        stop(child, "SIGKILL");
      });
    },
  });
  clearInterval(watch);

  const totals = totalsOf(file);
  if (lingered) fail(totals, "jest did not end after its last test: something was left open");
  else if (totals.passed + totals.failed === 0) fail(totals, "not one test was run");
  else if (code !== 0 && totals.failed === 0) fail(totals, `jest ended with exit code ${code}`);
  return totals;
}

function watchForLingering(file, act) {
  let written;
  return setInterval(() => {
    if (written === undefined && existsSync(file)) written = Date.now();
    if (written !== undefined && Date.now() - written > LINGERS_MS) act();
  }, 1000);
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

function fail(totals, reason) {
  totals.failed += 1;
  console.log(`FAILED  ${reason}`);
}
