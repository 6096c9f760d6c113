// Brings a fresh checkout to life: installs what is locked, builds what changed, runs the CLI.
// It runs before anything is installed, so it uses Node alone. It names the modules of Node without
// "node:" and keeps to old syntax, so that a Node too old for Jumar still gets as far as saying so.
import { spawn } from "child_process";
import { createHash } from "crypto";
import * as fs from "fs";
import { tmpdir, userInfo } from "os";
import { basename, dirname, extname, join, resolve } from "path";
import { fileURLToPath, pathToFileURL } from "url";

const OLDEST_NODE = [20, 19];
// Nobody is kept from touching a lock for so long by being busy.
const UNTOUCHED_MS = 60000;
const UNNAMED_MS = 5000;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");
const stampFile = join(dist, ".built-from");
const sourceFolders = ["services", "shared", "cli"];
const stylesheet = "services/web-gateway/pages/styles/jumar.css";
const sourceFiles = ["tsconfig.json", "tsconfig.build.json", "package.json"];

/** A failure that is told in one line, after the output of the tool that failed. */
export class SetupError extends Error {
  constructor(reason, output) {
    super(reason);
    this.output = output || "";
  }
}

/** Throws a SetupError when this Node is older than Jumar supports. */
export function ensureNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new SetupError(
    `Jumar needs Node ${OLDEST_NODE.join(".")} or newer, this is ${process.versions.node}: https://nodejs.org`,
  );
}

/** Installs the locked dependencies if any is missing; without `dev`, those of development may be. */
export async function ensureInstalled({ dev = true } = {}) {
  if (isInstalled(dev)) return;
  await alone(async () => {
    if (isInstalled(dev)) return;
    const done = announce("installing the locked dependencies, this takes a minute the first time");
    // NODE_ENV=production and npm's own settings would leave out what the build needs.
    const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--include=dev"];
    await run("npm ci", ...npm("ci", ...options, "--include=optional"));
    if (!isInstalled(dev)) {
      throw new SetupError(
        "npm ci ended well, but node_modules is not what package-lock.json says",
      );
    }
    done();
  });
}

/** Builds dist/ if a source changed since. A failing build leaves the old files as they are. */
export async function ensureBuilt() {
  if (isBuilt()) return;
  await alone(async () => {
    if (!isBuilt()) await build();
  });
}

function isBuilt() {
  try {
    return fs.readFileSync(stampFile, "utf8") === hashOfSources();
  } catch {
    return false;
  }
}

// Into a folder of its own first, so that the files of deleted sources go. The stamp goes first and
// comes last: whatever interrupts this, the next run builds again.
async function build() {
  const done = announce("building");
  const stamp = hashOfSources();
  const fresh = join(dist, ".next");
  fs.rmSync(fresh, { recursive: true, force: true });
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const options = ["-p", "tsconfig.build.json", "--outDir", fresh];
  await run("tsc", process.execPath, [tsc, ...options, "--incremental", "false"]);
  for (const folder of sourceFolders) placeSourceMaps(join(fresh, folder));
  for (const folder of sourceFolders) copyAssets(folder, fresh);
  const tailwind = join(root, "node_modules/@tailwindcss/cli/dist/index.mjs");
  const css = ["-i", stylesheet, "-o", join(fresh, stylesheet), "--minify"];
  await run("tailwindcss", process.execPath, [tailwind, ...css]);
  const bin = join(fresh, "cli/bin/run.js");
  if (fs.existsSync(bin)) fs.chmodSync(bin, 0o755);

  fs.rmSync(stampFile, { force: true });
  for (const folder of sourceFolders) {
    fs.rmSync(join(dist, folder), { recursive: true, force: true });
    if (fs.existsSync(join(fresh, folder))) fs.renameSync(join(fresh, folder), join(dist, folder));
  }
  fs.rmSync(fresh, { recursive: true, force: true });
  fs.writeFileSync(stampFile, stamp);
  done();
}

// They lead from where tsc wrote them, which is one folder further in than where they will be.
function placeSourceMaps(folder) {
  for (const file of fs.readdirSync(folder, { recursive: true })) {
    if (!String(file).endsWith(".map")) continue;
    const map = fs.readFileSync(join(folder, file), "utf8");
    fs.writeFileSync(join(folder, file), map.replace('"sources":["../', '"sources":["'));
  }
}

// Styles, locales and scripts for the browser lie beside the code that serves them.
function copyAssets(folder, target) {
  for (const file of filesUnder(folder)) {
    if ([".ts", ".md", ".mjs"].includes(extname(file))) continue;
    fs.mkdirSync(dirname(join(target, file)), { recursive: true });
    fs.copyFileSync(join(root, file), join(target, file));
  }
}

function hashOfSources() {
  const hash = createHash("sha256");
  const files = sourceFiles.concat(...sourceFolders.map(filesUnder));
  for (const file of files) {
    const content = fs.readFileSync(join(root, file));
    hash.update(`${file}\n${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

function filesUnder(folder) {
  const entries = fs.readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .reduce((files, entry) => {
      const path = `${folder}/${entry.name}`;
      return files.concat(entry.isDirectory() ? filesUnder(path) : path);
    }, []);
}

// npm writes node_modules/.package-lock.json last, so an interrupted installation has none.
function isInstalled(dev) {
  try {
    const wanted = packagesOf("package-lock.json");
    const present = packagesOf("node_modules/.package-lock.json");
    return Object.keys(wanted).every((path) => {
      const { version, dev: isDev, optional, devOptional } = wanted[path];
      if (path === "" || (isDev && !dev)) return true;
      // Optional packages of other platforms are never there.
      if (present[path] === undefined) return optional || devOptional;
      return present[path].version === version && fs.existsSync(join(root, path, "package.json"));
    });
  } catch {
    return false;
  }
}

function packagesOf(lockfile) {
  return JSON.parse(fs.readFileSync(join(root, lockfile), "utf8")).packages;
}

function npm(...args) {
  const cli = process.env.npm_execpath || "";
  if (basename(cli) === "npm-cli.js") return [process.execPath, [cli, ...args]];
  return ["npm", args];
}

/**
 * Does work while no other command does any: two on a fresh checkout must not write to the same folders
 * at the same time.
 */
export async function alone(work) {
  const name = createHash("sha256").update(`${userInfo().uid} ${root}`).digest("hex").slice(0, 16);
  const lock = join(tmpdir(), `jumar-setup-${name}.lock`);
  for (let waits = 0; !take(lock); waits++) {
    if (waits === 5) announce("waiting for another command to finish installing or building");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const touch = setInterval(() => fs.utimes(lock, new Date(), new Date(), () => {}), 1000);
  const release = () => {
    clearInterval(touch);
    fs.rmSync(lock, { force: true });
  };
  process.once("exit", release);
  try {
    await work();
  } finally {
    process.off("exit", release);
    release();
  }
}

// The lock names its owner, and is worth nothing once that has ended, killed or not; a number may be another
// process's by now, which does not touch it. One that names nobody was just made, or its owner was killed
// before it said who it is.
function take(lock) {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  try {
    const owner = fs.readFileSync(lock, "utf8");
    const isLeft = owner !== "" && !isRunning(Number(owner));
    const untouched = Date.now() - fs.statSync(lock).mtimeMs;
    if (isLeft || untouched > (owner === "" ? UNNAMED_MS : UNTOUCHED_MS)) {
      fs.rmSync(lock, { force: true });
    }
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  return false;
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

function announce(text) {
  const start = Date.now();
  process.stderr.write(`jumar: ${text} …\n`);
  return () => {
    process.stderr.write(`jumar: done in ${((Date.now() - start) / 1000).toFixed(1)} s\n`);
  };
}

async function run(name, command, args) {
  const onWindows = process.platform === "win32";
  const child = spawn(command, args, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    shell: onWindows && command === "npm",
  });
  const output = [];
  child.stdout.on("data", (chunk) => output.push(chunk));
  child.stderr.on("data", (chunk) => output.push(chunk));
  const stop = (signal) => {
    child.kill("SIGTERM");
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.once(signal, stop);
  try {
    const ending = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve(signal || code));
    });
    if (ending === 0) return;
    throw new SetupError(
      `${name} failed (${typeof ending === "number" ? "exit code " : ""}${ending})`,
      Buffer.concat(output).toString(),
    );
  } catch (error) {
    if (error instanceof SetupError) throw error;
    throw new SetupError(`${name} could not be started: ${error.message}`);
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}

// npm passes SIGTERM on to its shell only, which then dies alone and would leave this process behind.
function endWithNpm() {
  if (!process.env.npm_lifecycle_event || process.platform === "win32") return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGTERM");
  }, 500);
  watch.unref();
}

async function main() {
  ensureNode();
  endWithNpm();
  if (process.argv[2] === "build") {
    await ensureInstalled();
    await ensureBuilt();
    process.stderr.write("jumar: dist/ is up to date\n");
    return;
  }
  await ensureInstalled({ dev: !isBuilt() });
  await ensureBuilt();
  const bin = join(dist, "cli/bin/run.js");
  process.argv[1] = bin;
  await import(pathToFileURL(bin).href);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    if (error instanceof SetupError) {
      if (error.output) process.stderr.write(`${error.output.trimEnd()}\n`);
      process.stderr.write(`jumar: ${error.message}\n`);
    } else {
      process.stderr.write(`${error.stack}\n`);
    }
    process.exitCode = 1;
  });
}
