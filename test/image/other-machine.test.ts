import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { machineOf } from "../support/image/machine-of";

const root = join(__dirname, "../..");
/** As Docker and as Node call the kind of machine that this one is not. */
const other =
  process.arch === "arm64" ? { docker: "amd64", node: "x64" } : { docker: "arm64", node: "arm64" };

/** What an image for machines of another kind consists of, put together on this one. */
describe(`the image for ${other.docker}`, () => {
  const app = mkdtempSync(join(tmpdir(), "jumar-other-machine-"));
  const env = { PATH: process.env.PATH, HOME: process.env.HOME };

  beforeAll(async () => {
    const build = join(root, "deploy/build.sh");
    await promisify(execFile)("sh", [build, "assemble", app], {
      env: { ...env, TARGETARCH: other.docker },
      maxBuffer: 64 * 1024 * 1024,
    });
  }, 400_000);
  afterAll(() => rmSync(app, { recursive: true, force: true }));

  it("has no binary but those of its machines", () => {
    const machines = readdirSync(app, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => machineOf(join(parentPath, name)))
      .filter((machine) => machine !== undefined);
    expect([...new Set(machines)]).toEqual([`linux-${other.node}`]);
  });

  it("has the one that the hash function will choose there", () => {
    const argon2 = join(app, "node_modules/argon2");
    const chooses = `process.stdout.write(require("node-gyp-build").path(${JSON.stringify(argon2)}))`;
    const chosen = execFileSync(process.execPath, ["-e", chooses], {
      cwd: app,
      env: { ...env, npm_config_platform: "linux", npm_config_arch: other.node, LIBC: "glibc" },
      encoding: "utf8",
    });
    expect(relative(argon2, chosen)).toContain(`prebuilds/linux-${other.node}/`);
    expect(machineOf(chosen)).toBe(`linux-${other.node}`);
  });

  it("has a bill of materials and the licences of all that is in it, and of nothing else", () => {
    const there = packagesBelow(app);
    expect(there.length).toBeGreaterThan(200);
    const licences = readFileSync(join(app, "THIRD_PARTY_LICENSES"), "utf8");
    const headings = [...licences.matchAll(/^={80}\n# (\S+) \(/gm)].map(([, name]) => name);
    expect([...new Set(headings)].sort()).toEqual(there);
    const { components } = JSON.parse(readFileSync(join(app, "jumar.cdx.json"), "utf8")) as Bill;
    const named = flatten(components).map(({ purl }) =>
      decodeURIComponent(purl).replace("pkg:npm/", ""),
    );
    expect([...new Set(named)].sort()).toEqual(there);
  });

  it("has the text of each licence, where its package brings one", () => {
    const entries = readFileSync(join(app, "THIRD_PARTY_LICENSES"), "utf8").split(/^={80}$/m);
    const without = entries.filter((entry) => entry.includes("has no text of its licence"));
    expect(without.map((entry) => /^# (.+)@/m.exec(entry)?.[1])).toEqual(WITHOUT_TEXT);
  });
});

/** Packages that say "MIT" and no more. */
const WITHOUT_TEXT = ["@epic-web/invariant", "ttl"];

interface Bill {
  components: Component[];
}
interface Component {
  purl: string;
  components?: Component[];
}

function flatten(components: Component[]): Component[] {
  return components.flatMap((one) => [one, ...flatten(one.components ?? [])]);
}

/** Each package as name@version, found by its folder: npm's own lists are not asked. */
function packagesBelow(folder: string): string[] {
  const manifests = (readdirSync(folder, { recursive: true }) as string[]).filter((path) =>
    /(^|\/)node_modules\/(@[^/]+\/)?[^/@]+\/package\.json$/.test(path),
  );
  const names = manifests.map((path) => {
    const { name, version } = JSON.parse(readFileSync(join(folder, path), "utf8")) as Record<string, string>; // prettier-ignore
    return `${name}@${version}`;
  });
  return [...new Set(names)].sort();
}
