import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { TEST_DATABASE_URL } from "../support/postgresql";
import { TEST_AMQP_URL } from "../support/rabbitmq";
import { withRealParts } from "../support/real-parts";

const root = join(__dirname, "../..");
const run = promisify(execFile);
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  exports: Record<string, string>;
  version: string;
  devDependencies: Record<string, string>;
};
const modules = Object.keys(manifest.exports)
  .filter((entry) => !entry.endsWith(".json"))
  .map((entry) => entry.replace(/^\./, "jumar"));

/** What `npm pack` makes, installed as others would, in a project that has nothing else. */
describe("the package", () => {
  const folder = mkdtempSync(join(tmpdir(), "jumar-package-"));
  const app = join(folder, "app");
  const there = (...path: string[]) => join(app, "node_modules", ...path);
  // As on any machine: npm's settings of this run are not those of the project that installs.
  const env = { PATH: process.env.PATH, HOME: process.env.HOME };

  beforeAll(async () => {
    await run("npm", ["pack", `--pack-destination=${folder}`], { cwd: root, env });
    mkdirSync(app);
    writeFileSync(join(app, "package.json"), JSON.stringify({ name: "app", private: true }));
    const tarball = `../jumar-${manifest.version}.tgz`;
    const options = ["--ignore-scripts", "--no-audit", "--no-fund"];
    await run("npm", ["install", ...options, tarball], { cwd: app, env });
  }, 400_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function runHere(name: string, text: string): Promise<string> {
    writeFileSync(join(app, name), text);
    const { stdout } = await run(process.execPath, [name], { cwd: app, env });
    return stdout.trim();
  }

  it("runs its command", async () => {
    const { stdout } = await run("npx", ["jumar", "version"], { cwd: app, env });
    expect(stdout).toBe(`Jumar ${manifest.version}\n`);
  });

  it("brings nothing of development along", () => {
    const programs = Object.keys(manifest.devDependencies).filter(
      (name) => !name.startsWith("@types/"),
    );
    expect(programs.filter((name) => existsSync(there(name)))).toEqual([]);
    expect(readdirSync(there("jumar", "dist")).sort()).toEqual(["cli", "services", "shared"]);
  });

  it("has Jumar's licence, and bundles no package, whose licence it would need", () => {
    const read = (path: string) => readFileSync(path, "utf8");
    expect(read(there("jumar", "LICENSE"))).toBe(read(join(root, "LICENSE")));
    const packed = JSON.parse(read(there("jumar", "package.json"))) as object;
    expect(Object.keys(packed).filter((key) => key.startsWith("bundle"))).toEqual([]);
  });

  it("is imported by ES modules and required by CommonJS, each entry with the same names", async () => {
    const names = async (file: string, load: string): Promise<Record<string, string[]>> => {
      const said = await runHere(
        file,
        `const load = ${load};
        (async () => {
          const found = {};
          for (const name of ${JSON.stringify(modules)}) found[name] = Object.keys(await load(name));
          console.log(JSON.stringify(found));
          process.exit();
        })();`,
      );
      const found = Object.entries(JSON.parse(said) as Record<string, string[]>);
      return Object.fromEntries(found.map(([name, keys]) => [name, keys.filter(isName).sort()]));
    };
    // What Node and TypeScript add, so that one can be used as the other.
    const isName = (key: string) => !["default", "module.exports", "__esModule"].includes(key);
    const found = await names("all.mjs", "(name) => import(name)");
    expect(await names("all.cjs", "require")).toEqual(found);
    for (const exported of Object.values(found)) expect(exported).not.toEqual([]);
    expect(found["jumar/client"]).toContain("createClient");
    expect(found["jumar/testing"]).toContain("startJumar");
  });

  it.each([
    ["ES modules", "user.mts"],
    ["CommonJS", "user.cts"],
  ])(
    "has types for %s, and refuses what is wrong by them",
    async (_, file) => {
      const lines = modules.map((name, i) => `import * as m${i} from ${JSON.stringify(name)};`);
      const uses = `export const all = [${modules.map((_name, i) => `m${i}`).join(", ")}];`;
      const wrong = `import { createClient } from "jumar/client";
      const jumar = createClient({ baseUrl: "http://localhost:4000" });
      // @ts-expect-error: there is no such path
      void jumar.get("/nowhere");
      export const user = async () => (await jumar.post("/users", { email: "a", password: "b" })).user.email;`;
      writeFileSync(join(app, file), [...lines, uses, wrong].join("\n"));
      const options =
        "--noEmit --strict --skipLibCheck --target ES2023 --module Node16 --types node --ignoreConfig";
      const tsc = join(root, "node_modules/typescript/bin/tsc");
      const { stdout } = await run(process.execPath, [tsc, ...options.split(" "), file], {
        cwd: app,
        env,
      }).catch((error: unknown) => error as { stdout: string });
      expect(stdout).toBe("");
    },
    120_000,
  );

  const kit = (options: object) => `
    import { startJumar } from "jumar/testing";
    try {
      const jumar = await startJumar(${JSON.stringify(options)});
      const user = await jumar.createUser({ confirmed: true });
      await jumar.events.waitFor("user.confirmed", ({ subject }) => subject === user.id);
      await jumar.stop();
      console.log("confirmed");
    } catch (error) {
      console.log(error.message);
    }`;

  it("says in one line that jumar/testing wants testcontainers, when it is asked for containers", async () => {
    const said = await runHere("containers.mjs", kit({ mode: "containers" }));
    expect(said).toMatch(/^mode "containers" needs the package testcontainers: npm install .*$/);
    expect(said).not.toContain("\n");
  });

  it("starts a whole platform by jumar/testing", async () => {
    expect(await runHere("embedded.mjs", kit({}))).toBe("confirmed");
  }, 150_000);

  // An override counts in the root project only: here Moleculer has the amqplib that it asks for itself.
  withRealParts("over RabbitMQ", () => {
    it("works with the versions that others get", async () => {
      const options = { mode: "local", databaseUrl: TEST_DATABASE_URL, amqpUrl: TEST_AMQP_URL };
      expect(await runHere("local.mjs", kit(options))).toBe("confirmed");
    }, 150_000);
  });
});
