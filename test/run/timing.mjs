import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { installed, root } from "./paths.mjs";
import { processorTime } from "./processor-time.cjs";

const kept = installed(".cache/jumar/timing.json");

/** A command as `run` takes it, which notes its processor seconds when those are asked for. */
export function measured(name, command, args) {
  if (process.env.TEST_TIMING === undefined) return [command, args];
  const script = join(root, "test/run/measured.cjs");
  return [process.execPath, [script, process.env.TEST_TIMING, name, command, ...args]];
}

/** Prints what each check and each test file cost, the dearest first, and keeps it in a file. */
export function printTimes(file) {
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
  const rows = lines.map((line) => JSON.parse(line)).sort((a, b) => seconds(b) - seconds(a));
  const { own, children } = processorTime();
  const total = own + children;

  console.log("\nprocessor s   own  children    wall s  tests  assertions");
  for (const row of rows) console.log(tableRow(row));
  console.log(`${sum(rows, "tests")} tests, ${sum(rows, "assertions")} assertions`);
  console.log(`${total.toFixed(0)} processor seconds for the whole process tree`);

  mkdirSync(dirname(kept), { recursive: true });
  writeFileSync(kept, `${JSON.stringify({ total, rows }, undefined, 2)}\n`);
}

const seconds = ({ own, children }) => own + children;
const sum = (rows, key) => rows.reduce((total, row) => total + (row[key] ?? 0), 0);

function tableRow(row) {
  const { name, own, children, wall, tests = "", assertions = "" } = row;
  const times = [[seconds(row), 11], [own, 6], [children, 10], [wall, 10]]; // prettier-ignore
  const cells = times.map(([value, width]) => value.toFixed(1).padStart(width));
  return `${cells.join("")}${String(tests).padStart(7)}${String(assertions).padStart(12)}  ${name}`;
}
