import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { unknownScripts } from "../docs/blocks/commands";
import { ROOT } from "./lockfile";

describe("the notes of a release", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "jumar-release-"));
    writeFileSync(join(folder, "package.json"), '{"version":"1.2.3"}');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const notes = (changelog: string, tag = "v1.2.3") => {
    writeFileSync(join(folder, "CHANGELOG.md"), `# Changelog\n\n${changelog}`);
    const script = join(ROOT, "deploy/release/notes.mjs");
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, tag], {
      cwd: folder,
      encoding: "utf8",
    });
    return { status, text: stdout + stderr };
  };

  it("are what the changelog says of the version, and nothing else", () => {
    const changelog = "## [Unreleased]\n\n## [1.2.3] - 2026-12-24\n\n### Added\n\n- A thing.\n\n## [1.2.2] - 2026-11-01\n\n- Old.\n"; // prettier-ignore
    expect(notes(changelog)).toEqual({ status: 0, text: "### Added\n\n- A thing.\n" });
  });

  it.each([
    ["v1.2.4", "## [1.2.4] - 2026-12-24\n\n- A.\n", "package.json says 1.2.3, the tag 1.2.4"],
    ["1.2.3", "", 'a release is tagged v1.2.3, not "1.2.3"'],
    ["v1.2.3", "## [Unreleased]\n\n- A.\n", "CHANGELOG.md has no section [1.2.3]"],
    ["v1.2.3", "## [1.2.3]\n\n- A.\n", "CHANGELOG.md: [1.2.3] has no date"],
    ["v1.2.3", "## [1.2.3] - 2026-12-24\n\n## [1.2.2]\n", "CHANGELOG.md says nothing of [1.2.3]"],
  ])("are refused: %s, %j", (tag, changelog, reason) => {
    expect(notes(changelog, tag)).toEqual({ status: 1, text: `${reason}\n` });
  });
});

interface Workflow {
  permissions: Permissions;
  jobs: Record<string, Job>;
}
type Permissions = Record<string, string> | "write-all" | "read-all";
interface Job {
  permissions?: Permissions;
  needs?: string | string[];
  "timeout-minutes"?: number;
  steps: Step[];
}
interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

/** Actions that run nothing of the repository and of its dependencies; one that checks out is none. */
const HANDS_ON = new Set([
  "actions/attest-build-provenance",
  "actions/deploy-pages",
  "actions/download-artifact",
  "docker/login-action",
  "docker/metadata-action",
]);
const PROGRAMS = /(^|[\s;&|("])(npm|npx|node|corepack|yarn|pnpm|docker|make|sudo|sh|bash|source|\S*\.{1,2}\/\S+)(?=\s|$)/m; // prettier-ignore

function mayWrite(permissions: Permissions): boolean {
  return permissions === "write-all" || Object.values(permissions).includes("write");
}

/** What of a job's steps could run code of a dependency. */
function couldRunOthers({ steps }: Job): string[] {
  const used = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
  const commands = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
  return [
    ...used.filter((action) => !HANDS_ON.has(action.replace(/@.*$/, ""))),
    ...commands.filter((command) => PROGRAMS.test(command)),
  ];
}

const WORKFLOWS = join(ROOT, ".github/workflows");
describe.each(readdirSync(WORKFLOWS))("the workflow %s", (file) => {
  const workflow = parse(readFileSync(join(WORKFLOWS, file), "utf8")) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  it("may only read unless a job says otherwise, and ends in time", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    for (const job of Object.values(workflow.jobs)) expect(job["timeout-minutes"]).toBeLessThan(91);
  });

  it("runs no code of a dependency where it may write", () => {
    for (const [name, job] of Object.entries(workflow.jobs)) {
      const could = mayWrite(job.permissions ?? workflow.permissions) ? couldRunOthers(job) : [];
      expect({ name, could }).toEqual({ name, could: [] });
    }
  });

  it("takes actions of named versions, and leaves no credentials behind", () => {
    const uses = steps.filter((step) => step.uses !== undefined);
    expect(uses.length).toBeGreaterThan(1);
    for (const step of uses) {
      expect(step.uses).toMatch(/^[\w-]+\/[\w-]+@(v\d+|[0-9a-f]{40})$/);
      if (step.uses!.startsWith("actions/checkout@")) {
        expect(step.with).toMatchObject({ "persist-credentials": false });
      }
    }
  });

  it("runs scripts that there are", () => {
    const commands = steps.map(({ run = "" }) => run).join("\n");
    expect(unknownScripts(commands)).toEqual([]);
    // What people outside may name, such as a branch, never becomes a part of a command.
    expect(commands).not.toContain("${{");
  });
});

it("publishes what was built and tested by jobs that may only read", () => {
  const { jobs } = parse(readFileSync(join(WORKFLOWS, "release.yml"), "utf8")) as Workflow;
  const { publish, ...others } = jobs;
  expect(mayWrite(publish!.permissions!)).toBe(true);
  expect([publish!.needs!].flat().sort()).toEqual(Object.keys(others).sort());
  expect(Object.values(others).flatMap(couldRunOthers)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^actions\/checkout@/),
      expect.stringMatching(/^docker\/build-push-action@/),
      expect.stringContaining("npm pack"),
      expect.stringContaining(".ci/run"),
    ]),
  );
});
