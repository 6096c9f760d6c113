import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readLockfile, ROOT, shipped } from "./lockfile";

const REGISTRY = "https://registry.npmjs.org/";
/** Licences that ask for no more than to be named; what is shipped may have these. */
const LICENCES = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "MIT-0",
  "(MIT OR CC0-1.0)",
]);
/** Packages that name their licence in a file only, and the words it begins with. */
const BY_FILE = new Map([["@seald-io/binary-search-tree", "Copyright (c) 2013 Louis Chatriot"]]);

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Record<
  "dependencies" | "devDependencies" | "optionalDependencies",
  Record<string, string>
>;
const locked = readLockfile();

test("has every dependency at one exact version, the one that is locked", () => {
  const wanted = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }; // prettier-ignore
  expect(Object.keys(wanted).length).toBeGreaterThan(40);
  const versions = new Map(locked.map(({ path, version }) => [path, version]));
  for (const [name, version] of Object.entries(wanted)) {
    expect({ name, version }).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+\.\d+(-[\w.]+)?$/) }); // prettier-ignore
    expect({ name, version: versions.get(`node_modules/${name}`) }).toEqual({ name, version });
  }
});

test("locks what each package consists of, all of it from the registry", () => {
  expect(locked.length).toBeGreaterThan(500);
  for (const { path, integrity, resolved = REGISTRY, link } of locked) {
    expect({ path, integrity, link }).toEqual({
      path,
      integrity: expect.stringMatching(/^sha512-/),
      link: undefined,
    });
    expect({ path, from: resolved.slice(0, REGISTRY.length) }).toEqual({ path, from: REGISTRY });
  }
});

test("ships nothing whose licence is another than those that were agreed to", () => {
  const others = shipped(locked).filter(({ license }) => !LICENCES.has(license ?? ""));
  expect(others.map(({ name }) => name)).toEqual([...BY_FILE.keys()]);
  for (const { name, path } of others) {
    const text = readFileSync(join(ROOT, path, "LICENSE.md"), "utf8");
    expect(text).toContain(BY_FILE.get(name));
    expect(text).toContain("Permission is hereby granted, free of charge");
  }
});

test("has a bill of materials that names what is shipped, and nothing else", () => {
  const printed = execFileSync("npm", ["run", "--silent", "sbom"], { cwd: ROOT, encoding: "utf8" });
  const bill = JSON.parse(printed) as { bomFormat: string; components: Component[] };
  expect(bill.bomFormat).toBe("CycloneDX");
  const named = flatten(bill.components).map(({ purl }) => decodeURIComponent(purl));
  const wanted = shipped(locked).map(({ name, version }) => `pkg:npm/${name}@${version}`);
  expect([...new Set(named)].sort()).toEqual([...new Set(wanted)].sort());
});

interface Component {
  purl: string;
  components?: Component[];
}

function flatten(components: Component[]): Component[] {
  return components.flatMap((one) => [one, ...flatten(one.components ?? [])]);
}
