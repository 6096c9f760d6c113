import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readLockfile, ROOT } from "./lockfile";

interface Rule {
  matchPackageNames?: string[];
  allowedVersions?: string;
}

const read = (file: string) => JSON.parse(readFileSync(join(ROOT, file), "utf8")) as unknown;
const config = read("renovate.json") as { extends: string[]; packageRules: Rule[] };
const manifest = read("package.json") as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  engines: { node: string };
};
const locked = new Map(readLockfile().map((one) => [one.path.replace("node_modules/", ""), one]));
const ceilings = new Map(
  config.packageRules.flatMap(({ matchPackageNames = [], allowedVersions }) =>
    allowedVersions === undefined
      ? []
      : matchPackageNames.map((name): [string, string] => [name, allowedVersions]),
  ),
);

test("each ceiling is above what is locked, so that fixes of it still come", () => {
  expect([...ceilings.keys()].sort()).toEqual([
    "@oclif/core",
    "argon2",
    "rollup",
    "testcontainers",
    "typescript",
  ]);
  for (const [name, ceiling] of ceilings) {
    expect({ name, ceiling }).toEqual({ name, ceiling: expect.stringMatching(/^<\d+\.\d+\.\d+$/) });
    const { version } = locked.get(name)!;
    expect({ name, below: isBelow(version, ceiling.slice(1)) }).toEqual({ name, below: true });
  }
});

test("TypeScript's ceiling is that of what reads the imports", () => {
  const { supportedTranspilers } = jest.requireActual<{
    supportedTranspilers: Record<string, string>;
  }>(join(ROOT, "node_modules/dependency-cruiser/src/meta.cjs"));
  expect(supportedTranspilers.typescript).toContain(ceilings.get("typescript"));
});

test("the hash function has a binary wherever the embedded PostgreSQL has one", () => {
  const platforms = Object.keys(manifest.optionalDependencies).map((name) => name.split("/")[1]!);
  expect(platforms).toContain("darwin-x64");
  const prebuilds = join(ROOT, "node_modules/argon2/prebuilds");
  expect(platforms.filter((platform) => !existsSync(join(prebuilds, platform)))).toEqual([]);
});

test("what is asked for by name runs on the oldest Node that engines allow, but for Moleculer", () => {
  const oldest = manifest.engines.node.replace(">=", "");
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  const tooNew = names.filter((name) => !takes(locked.get(name)?.engines?.node ?? "*", oldest));
  // It says Node 22 and works on 20, which is what the tests run on.
  expect(tooNew).toEqual(["moleculer", "moleculer-db", "moleculer-web"]);
});

test("what the project of somebody else brings, a peer or Node, keeps its range", () => {
  expect(manifest.peerDependencies).toEqual({ testcontainers: expect.stringMatching(/^\^/) });
  // This pins everything else; a strategy of our own beside it would pin these as well.
  expect(config.extends).toContain(":pinAllExceptPeerDependencies");
  expect(JSON.stringify(config)).not.toContain("rangeStrategy");
});

/** Whether version `a`, such as 6.0.3, comes before `b`. */
function isBelow(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split(/[.-]/).map(Number));
  const at = right!.findIndex((part, index) => part !== (left![index] ?? 0));
  return at >= 0 && (left![at] ?? 0) < right![at]!;
}

/** Whether a range of `engines` takes a version: alternatives of ^a, ~a, >=a or a bare major. */
function takes(range: string, version: string): boolean {
  return range.split("||").some((alternative) => {
    const text = alternative.trim().replaceAll(".x", ".0");
    const [, sign = "", from = "0"] = /^(>=|>|\^|~)? ?v?(\d[\d.]*)$/.exec(text) ?? [];
    if (text === "*") return true;
    if (isBelow(version, from)) return false;
    return sign.startsWith(">") || version.split(".")[0] === from.split(".")[0];
  });
}
