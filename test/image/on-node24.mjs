// Runs the image's test on the image's Node, which npm has as a package: `npm run test:node24`.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const dockerfile = readFileSync(join(root, "deploy/Dockerfile"), "utf8");
const version = /^FROM node:(\d+\.\d+\.\d+)/m.exec(dockerfile)?.[1];
const folder = mkdtempSync(join(tmpdir(), "jumar-node-"));
try {
  const node = await fetchNode();
  if (node) process.exitCode = runOn(node);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The binary, which comes in a package of its own for each platform. */
async function fetchNode() {
  const machine = `${process.platform}-${process.arch}`;
  for (const name of [`node-${machine}`, `node-bin-${machine}`]) {
    try {
      const options = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts"];
      execFileSync("npm", ["install", ...options, "--prefix", folder, `${name}@${version}`], {
        stdio: "ignore",
      });
    } catch {
      continue;
    }
    const file = join(folder, "node_modules", name, "bin/node");
    // The program that is tested runs as nobody, who has to reach it.
    execFileSync("chmod", ["-R", "a+rX", folder]);
    if (existsSync(file)) return file;
  }
  return skip(`Node ${version} cannot be had from npm for ${process.platform} ${process.arch}`);
}

function skip(reason) {
  console.log(`left out: the image's test on Node ${version}: ${reason}`);
  if (process.env.CI === "true") process.exitCode = 1;
}

function runOn(node) {
  console.log(`on Node ${execFileSync(node, ["--version"], { encoding: "utf8" }).trim()}`);
  const env = { ...process.env, TEST_IMAGE_NODE: node };
  const build = spawnSync(process.execPath, ["cli/bootstrap.mjs", "build"], {
    cwd: root,
    stdio: "inherit",
  });
  if (build.status !== 0) return 1;
  const args = ["node_modules/jest/bin/jest.js", "--config=jest.image.config.js"];
  return spawnSync(process.execPath, args, { cwd: root, env, stdio: "inherit" }).status ?? 1;
}
