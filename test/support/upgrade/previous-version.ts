import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadMigrations } from "../../../services/load";
import type { Version } from "../fleet";

/** An earlier state of this code, built in a folder of its own. */
export interface PreviousVersion extends Version {
  /** Its tag or commit. */
  ref: string;
  /** The names of this version's migrations that it does not know. */
  newer: string[];
  /** Whether it starts where those were run; versions from before decision 0023 do not. */
  startsOnNewer: boolean;
  drop(): void;
}

/** Why there is none. Without history there cannot be one; one that cannot be built is a fault. */
export interface NoPreviousVersion {
  absent: string;
  isFault: boolean;
}

const ROOT = join(__dirname, "../../..");
/** A commit or tag to take instead, e.g. to upgrade from further back. */
const WANTED = process.env.JUMAR_UPGRADE_FROM;

/**
 * Builds the last release before this state, or where there is none, what was there before the last
 * change of services/ or shared/. Takes the packages that are here when it locks the same ones.
 */
export function buildPreviousVersion(): PreviousVersion | NoPreviousVersion {
  const ref = WANTED ?? lastRelease() ?? lastChange();
  if (ref === undefined) {
    const isShallow = git("rev-parse", "--is-shallow-repository") === "true";
    const absent = isShallow
      ? "this clone is shallow (git fetch --unshallow)"
      : "there is no history";
    return { absent, isFault: false };
  }
  const folder = mkdtempSync(join(tmpdir(), "jumar-previous-"));
  const drop = () => rmSync(folder, { recursive: true, force: true });
  try {
    run("git", ["archive", "--output", join(folder, "all.tar"), ref], ROOT);
    run("tar", ["-x", "-f", "all.tar"], folder);
    linkPackages(folder);
    run(process.execPath, ["cli/bootstrap.mjs", "build"], folder);
    return { ref, ...inspect(folder), drop };
  } catch (error) {
    drop();
    const { stderr } = error as { stderr?: string };
    const lines = (stderr ?? String(error)).trim().split("\n");
    return { absent: `${ref} cannot be built: ${lines.slice(-5).join(" ")}`, isFault: true };
  }
}

function inspect(folder: string): Omit<PreviousVersion, "ref" | "drop"> {
  const built = (path: string): string => join(folder, "dist", path);
  const texts = readdirSync(built("shared/config")).filter((name) => name.endsWith(".js"));
  const known = texts.map((name) => readFileSync(built(`shared/config/${name}`), "utf8")).join("");
  const steps = loadMigrations().flatMap(({ service, migrations }) =>
    migrations.map(({ name }) => ({
      name,
      file: built(`services/${service}/migrations/${name}.js`),
    })),
  );
  return {
    program: built("cli/bin/run.js"),
    newer: steps.filter(({ file }) => !existsSync(file)).map(({ name }) => name),
    startsOnNewer: readFileSync(built("shared/database/migrations/state.js"), "utf8").includes(
      "isContracting",
    ),
    settings: (env) =>
      Object.fromEntries(
        Object.entries(env).filter(([name]) => !name.startsWith("JUMAR_") || known.includes(name)),
      ),
  };
}

/** Hard links take a second; where they cannot be made, or it locks others, its build installs them. */
function linkPackages(folder: string): void {
  const [ours, theirs] = [ROOT, folder].map((root) =>
    readFileSync(join(root, "package-lock.json"), "utf8"),
  );
  if (ours !== theirs) return;
  const packages = join(folder, "node_modules");
  try {
    run("cp", ["--archive", "--link", join(ROOT, "node_modules"), packages], folder);
  } catch {
    rmSync(packages, { recursive: true, force: true });
  }
}

/** The one before this state, also where this state is a release itself. */
function lastRelease(): string | undefined {
  return git("describe", "--tags", "--abbrev=0", "--match=v[0-9]*", "HEAD^");
}

/** What services/ and shared/ were before they became what they are here. */
function lastChange(): string | undefined {
  const isDirty = git("status", "--porcelain", "--", "services", "shared") !== "";
  const list = git("log", "--first-parent", "--format=%h", "-2", "--", "services", "shared");
  return list?.split("\n")[isDirty ? 0 : 1];
}

/** What it prints; undefined when it fails, e.g. because this is no clone at all. */
function git(...args: string[]): string | undefined {
  try {
    return run("git", args, ROOT).trim();
  } catch {
    return undefined;
  }
}

function run(command: string, args: string[], cwd: string): string {
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
