// The whole suite: `npm test`. Options: --only checks|unit|faults, and path filters that jest gets.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureBuilt, ensureInstalled, ensureNode, SetupError } from "../cli/bootstrap.mjs";
import { report, runChecks } from "./run/checks.mjs";
import { runJest } from "./run/jest.mjs";

const folder = mkdtempSync(join(tmpdir(), "jumar-test-"));
const leftOutFile = join(folder, "left-out");
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

try {
  process.exitCode = await main(readArguments());
} catch (error) {
  console.error(error instanceof SetupError ? `${error.output}\n${error.message}` : error);
  process.exitCode = 1;
}

async function main({ only, filters }) {
  ensureNode();
  await ensureInstalled();
  // Shared by every part of the run, so that any of them can say what it had to leave out.
  process.env.TEST_LEFT_OUT = leftOutFile;
  const totals = { passed: 0, failed: 0, skipped: 0 };
  const failedChecks = [];
  const count = ({ name, passed }) => {
    totals[passed ? "passed" : "failed"] += 1;
    if (!passed) failedChecks.push(name);
  };

  if (!["unit", "faults"].includes(only)) (await runChecks()).forEach(count);
  if (only !== "checks") {
    count(await buildCheck());
    const tests = await runJest(
      only === "faults" ? ["--config=jest.faults.config.js", ...filters] : filters,
      folder,
    );
    for (const key of Object.keys(totals)) totals[key] += tests[key];
  }

  const missing = leftOutParts();
  const mayBeMissing = process.env.CI !== "true";
  if (!mayBeMissing) totals.failed += missing.length;
  if (failedChecks.length > 0) console.log(`\nFailed checks: ${failedChecks.join(", ")}`);
  if (missing.length > 0) {
    const judgement = mayBeMissing ? "" : " (a failure, because CI=true)";
    console.log(`\nLeft out, because a real part is absent${judgement}:`);
    for (const line of missing) console.log(`  ${line}`);
  }
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

function leftOutParts() {
  if (!existsSync(leftOutFile)) return [];
  return [...new Set(readFileSync(leftOutFile, "utf8").split("\n").filter(Boolean))].sort();
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: { only: { type: "string" } },
      allowPositionals: true,
    });
    if (values.only !== undefined && !["checks", "unit", "faults"].includes(values.only)) {
      throw new Error("--only is checks, unit or faults");
    }
    // A filter means a few tests: the static checks look at the whole tree and would only delay.
    const only = values.only ?? (positionals.length > 0 ? "unit" : undefined);
    return { only, filters: positionals };
  } catch (error) {
    console.error(`${error.message}\nusage: npm test -- [--only checks|unit|faults] [PATH...]`);
    process.exit(2);
  }
}
