// cspell:ignore wrds mistaek
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { leftOut } from "../support/left-out";

const program = join(__dirname, "files/run.mjs");
const runs = readFileSync(join(__dirname, "../run/checks.mjs"), "utf8");

/** What each check is shown: a file that is right, and wrong ones with what has to be said of them. */
const cases: Record<string, { file: string; right: string; wrong: [string, RegExp][] }> = {
  markdown: {
    file: "docs/page.md",
    right: "# A page\n\nWith a [page about pages](page.md) and:\n\n```sh\nls\n```\n",
    wrong: [
      ["# A page\n\n### Two steps down\n", /page\.md:3.*MD001/],
      ["# A page\n\n```\nls\n```\n", /page\.md:3.*MD040/],
      ["# A page\n\n[Nowhere](#nowhere)\n", /page\.md:3.*MD051/],
    ],
  },
  spelling: {
    file: "shared/page.ts",
    right: "// Neighbours of the licence, by `wrds` of a program.\nexport const wrds = 1;\n",
    wrong: [["// A comment with a mistaek.\nexport {};\n", /page\.ts:1:\d+.*mistaek/]],
  },
  workflows: {
    file: ".github/workflows/page.yml",
    right: workflow("actions/checkout@v4", "echo $GITHUB_REF"),
    wrong: [
      [workflow("actions/checkout", "true"), /page\.yml:6:\d+.*ref is missing/],
      [
        workflow("actions/checkout@v4", `echo ${expression("github.head_ref")}`),
        /potentially untrusted/,
      ],
      [
        workflow("actions/checkout@v4", `echo ${expression("matrix.node")}`),
        /"node" is not defined/,
      ],
    ],
  },
  yaml: {
    file: ".github/page.yml",
    right: "one: 1\ntwo:\n  - a\n  - b\n",
    wrong: [
      ["one: 1\none: 2\n", /unique/i],
      ["one:\n  - a\n  -\n", /no-empty-sequence-entry/],
      ["one: [1, 2\n", /\d:\d+ +error/],
    ],
  },
  dockerfiles: {
    file: "deploy/Dockerfile",
    right: "FROM node:24\nWORKDIR /app\nHEALTHCHECK --interval=5s CMD true\n",
    wrong: [
      ["FROM node:24\nCPOY . .\n", /Dockerfile:2 .*CPOY/],
      ["FROM node:24\nCMD one\nCMD two\n", /Dockerfile:[23] .*CMD/],
      ["FROM node:24\nWORKDIR app\n", /Dockerfile:2 .*absolute/],
    ],
  },
  shell: {
    file: "bin/page",
    right: '#!/bin/sh\necho "$1"\n',
    wrong: [
      ["#!/bin/sh\nrm $1\n", /SC2086/],
      ["#!/usr/bin/env bash\necho $(ls\n", /SC\d+/],
    ],
  },
};

function expression(text: string): string {
  return `\${{ ${text} }}`;
}

function workflow(action: string, command: string): string {
  return `on: push\njobs:\n  one:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ${action}\n      - run: ${command}\n`;
}

function check(name: string, file: string, text: string): [number | null, string] {
  const folder = mkdtempSync(join(tmpdir(), "jumar-files-"));
  try {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
    const args = [program, name, folder];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    return [status, stdout + stderr];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const isAbsent = (tool: string) => spawnSync(tool, ["--version"]).error !== undefined;

describe.each(Object.entries(cases))("the check of %s", (name, { file, right, wrong }) => {
  if (name === "shell" && isAbsent("shellcheck")) {
    it("says that it is left out, which CI takes for a failure", () => {
      leftOut("planted faults in shell scripts", "shellcheck is not installed");
      expect(check(name, file, wrong[0]![0])[1]).toContain("left out: shell scripts");
    });
    return;
  }

  it("is one of those that are run", () => {
    expect(runs).toContain(`files("${name}")`);
  });

  it("takes what is right", () => {
    expect(check(name, file, right)).toEqual([0, expect.anything()]);
  });

  it.each(wrong)("reports what is planted: %j", (text, said) => {
    const [code, output] = check(name, file, text);
    expect(output).toMatch(said);
    expect(code).toBe(1);
  });
});
