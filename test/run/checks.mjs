import { installed } from "./paths.mjs";
import { run } from "./processes.mjs";
import { measured } from "./timing.mjs";

const node = (bin, ...args) => [process.execPath, [installed(bin), ...args]];

// The slow ones first, so that two at a time end together.
const checks = [
  ["lint and types (oxlint)", node("oxlint/bin/oxlint")],
  [
    "formatting (prettier)",
    node("prettier/bin/prettier.cjs", "--check", ".", ...cached("prettier")),
  ],
  ["dead code (knip)", node("knip/bin/knip.js", "--no-progress")],
  ["import rules (dependency-cruiser)", importRules("services", "shared", "cli", "test")],
  ["SQL subset", [process.execPath, ["--import", "tsx", "test/rules/sql-subset/run.ts"]]],
  ["event schemas", [process.execPath, ["--import", "tsx", "test/rules/event-schemas/run.ts"]]],
  ["spelling (cspell)", files("spelling")],
  ["Markdown (markdownlint)", files("markdown")],
  ["workflows (actionlint)", files("workflows")],
  ["YAML (eslint-plugin-yml)", files("yaml")],
  ["shell scripts (shellcheck)", files("shell")],
  ["Dockerfiles (dockerfile-utils)", files("dockerfiles")],
];

/** Runs every static check, two at a time, and resolves to `[{ name, passed }]`. */
export async function runChecks() {
  const waiting = [...checks];
  const results = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, [command, args]] = next;
      const { code, output, seconds } = await run(...measured(name, command, args));
      const passed = code === 0;
      report(name, passed, seconds, output);
      results.push({ name, passed });
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

/** Prints the line of one check, and all it had to say when it failed. */
export function report(name, passed, seconds, output = "") {
  console.log(`${passed ? "ok    " : "FAILED"}  ${name}  ${seconds.toFixed(1)} s`);
  if (!passed && output.trim()) console.log(`${output.trimEnd()}\n`);
}

// By content, not by time: a fresh checkout has new times. Options and versions are part of it.
function cached(name) {
  const location = installed(`.cache/jumar/${name}`);
  return ["--cache", "--cache-strategy=content", `--cache-location=${location}`];
}

function files(check) {
  return [process.execPath, ["test/rules/files/run.mjs", check]];
}

function importRules(...folders) {
  return node(
    "dependency-cruiser/bin/dependency-cruise.mjs",
    "--output-type",
    "err-long",
    ...folders,
  );
}
