// The whole suite: `npm test`. Options: --only checks|unit|faults|containers, --timing, --broker 4.3 (for
// faults), and path filters that jest gets.
import { appendFileSync, chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { ensureBuilt, ensureInstalled, ensureNode, SetupError } from "../cli/bootstrap.mjs";
import { report, runChecks } from "./run/checks.mjs";
import { brokers, runFaults } from "./run/faults.mjs";
import { runJest } from "./run/jest.mjs";
import { placeOfRun } from "./run/memory.mjs";
import { root } from "./run/paths.mjs";
import { printTimes } from "./run/timing.mjs";

const parts = ["checks", "unit", "faults", "containers"];
const folder = mkdtempSync(join(placeOfRun(), "jumar-test-"));
// What is below belongs to root and to the users that its servers run as.
chmodSync(folder, 0o711);
const leftOutFile = join(folder, "left-out");
const leftOpenFile = join(folder, "left-open");
const timingFile = join(folder, "timing");
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

try {
  process.exitCode = await main(readArguments());
} catch (error) {
  console.error(error instanceof SetupError ? `${error.output}\n${error.message}` : error);
  process.exitCode = 1;
}

async function main({ only, filters, timing, broker }) {
  ensureNode();
  await ensureInstalled();
  // Shared by every part of the run, so that any of them can say what it had to leave out.
  process.env.TEST_LEFT_OUT = leftOutFile;
  process.env.TEST_LEFT_OPEN = leftOpenFile;
  if (timing) process.env.TEST_TIMING = timingFile;
  const totals = { passed: 0, failed: 0, skipped: 0 };
  const failedChecks = [];
  const count = ({ name, passed }) => {
    totals[passed ? "passed" : "failed"] += 1;
    if (!passed) failedChecks.push(name);
  };

  if (only === undefined || only === "checks") (await runChecks()).forEach(count);
  if (only !== "checks") {
    count(await buildCheck());
    const absent = only === "containers" ? await whyNoContainers() : undefined;
    if (absent !== undefined) {
      appendFileSync(leftOutFile, `flows on containers: ${absent}\n`);
    } else {
      const tests = await runTests(only, filters, broker);
      if (tests.passed + tests.failed === 0) {
        console.log("FAILED  not one test was run");
        tests.failed = 1;
      }
      for (const key of Object.keys(totals)) totals[key] += tests[key];
    }
  }

  const open = linesOf(leftOpenFile);
  const missing = linesOf(leftOutFile);
  const mayBeMissing = process.env.CI !== "true";
  if (!mayBeMissing) totals.failed += missing.length;
  if (failedChecks.length > 0) console.log(`\nFailed checks: ${failedChecks.join(", ")}`);
  if (missing.length > 0) {
    const judgement = mayBeMissing ? "" : " (a failure, because CI=true)";
    console.log(`\nLeft out, because a real part is absent${judgement}:`);
    for (const line of missing) console.log(`  ${line}`);
  }
  if (open.length > 0)
    console.log("\nA worker had to be ended, because a file left something open:");
  for (const line of open) console.log(`  ${line}`);
  if (timing) printTimes(timingFile);
  console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  return totals.failed > 0 ? 1 : 0;
}

// Tests start the compiled program, so it has to be that of the sources.
async function buildCheck() {
  const start = Date.now();
  const name = "build (tsc)";
  try {
    await ensureBuilt();
    report(name, true, (Date.now() - start) / 1000);
    return { name, passed: true };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    report(name, false, (Date.now() - start) / 1000, `${error.output}\n${error.message}`);
    return { name, passed: false };
  }
}

async function runTests(only, filters, broker) {
  if (only === "faults") return await runFaults(filters, folder, broker);
  const file = join(folder, "jest.json");
  if (only === "containers") {
    return await runJest(["--config=jest.containers.config.js", ...filters], file);
  }
  return await runJest(filters, file, { env: { TMPDIR: folder } });
}

// Why there is no engine, or not the images that the test kit would take. It is built by now.
async function whyNoContainers() {
  const kit = join(root, "dist/shared/testing/index.js");
  if (!existsSync(kit)) return undefined;
  const { imagesOf, whyNoImages } = await import(pathToFileURL(kit).href);
  return await whyNoImages(Object.values(imagesOf({})));
}

function linesOf(file) {
  if (!existsSync(file)) return [];
  return [...new Set(readFileSync(file, "utf8").split("\n").filter(Boolean))].sort();
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: {
        only: { type: "string" },
        timing: { type: "boolean" },
        broker: { type: "string" },
      },
      allowPositionals: true,
    });
    if (values.only !== undefined && !parts.includes(values.only)) {
      throw new Error(`--only is one of ${parts.join(", ")}`);
    }
    if (
      values.broker !== undefined &&
      !(values.only === "faults" && brokers.includes(values.broker))
    ) {
      throw new Error(`--broker is for faults, and one of ${brokers.join(", ")}`);
    }
    // A filter means a few tests: the static checks look at the whole tree and would only delay.
    const only = values.only ?? (positionals.length > 0 ? "unit" : undefined);
    return { ...values, only, filters: positionals };
  } catch (error) {
    console.error(
      `${error.message}\nusage: npm test -- [--only ${parts.join("|")}] [--timing] [--broker ${brokers.join("|")}] [PATH...]`,
    );
    process.exit(2);
  }
}
