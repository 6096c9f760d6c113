import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
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
});
