// The whole suite: `npm test`. Options: --only checks|unit|faults|containers, and path filters that jest gets.
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { ensureBuilt, ensureInstalled, ensureNode, SetupError } from "../cli/bootstrap.mjs";
import { report, runChecks } from "./run/checks.mjs";
import { runJest } from "./run/jest.mjs";
import { root } from "./run/paths.mjs";

const parts = ["checks", "unit", "faults", "containers"];
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

  if (only === undefined || only === "checks") (await runChecks()).forEach(count);
  if (only !== "checks") {
    count(await buildCheck());
    const absent = only === "containers" ? await whyNoContainers() : undefined;
    if (absent !== undefined) {
      appendFileSync(leftOutFile, `flows on containers: ${absent}\n`);
    } else {
      const tests = await runJest([...configOf(only), ...filters], folder);
      for (const key of Object.keys(totals)) totals[key] += tests[key];
    }
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

function configOf(only) {
  return ["faults", "containers"].includes(only) ? [`--config=jest.${only}.config.js`] : [];
}

// Why there is no engine, or not the images that the test kit would take. It is built by now.
async function whyNoContainers() {
  const kit = join(root, "dist/shared/testing/index.js");
  if (!existsSync(kit)) return undefined;
  const { imagesOf, whyNoImages } = await import(pathToFileURL(kit).href);
  return await whyNoImages(Object.values(imagesOf({})));
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
    if (values.only !== undefined && !parts.includes(values.only)) {
      throw new Error(`--only is one of ${parts.join(", ")}`);
    }
    // A filter means a few tests: the static checks look at the whole tree and would only delay.
    const only = values.only ?? (positionals.length > 0 ? "unit" : undefined);
    return { only, filters: positionals };
  } catch (error) {
    console.error(`${error.message}\nusage: npm test -- [--only ${parts.join("|")}] [PATH...]`);
    process.exit(2);
  }
}
