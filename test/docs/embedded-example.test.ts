import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { freePort } from "../../shared/testing/free-port";
import { createTestDatabase, type TestDatabase, urlOf } from "../support/database";
import { packedPackage } from "../support/packed-package";

const run = promisify(execFile);
const EXAMPLE = join(__dirname, "../../docs/examples/embedded.ts");
const TSX = pathToFileURL(require.resolve("tsx")).href;

describe("the example of a platform inside a program", () => {
  let folder: string;
  let database: TestDatabase;
  beforeAll(async () => {
    folder = mkdtempSync(join(await packedPackage(), "embedded-"));
    copyFileSync(EXAMPLE, join(folder, "embedded.ts"));
    database = await createTestDatabase({ migrated: false });
  });
  afterAll(async () => {
    await database.drop();
  });

  const play = async (env: Record<string, string>): Promise<{ stdout: string; stderr: string }> =>
    await run(process.execPath, ["--import", TSX, "embedded.ts"], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        JUMAR_DATA_DIR: join(folder, "data"),
        DATABASE_URL: urlOf(database.settings),
        JUMAR_ARGON2_MEMORY: "1024",
        JUMAR_ARGON2_TIME: "1",
        ...env,
      },
    }).catch((error: unknown) => error as { stdout: string; stderr: string });

  it("runs on the packed package: it registers a user, hears of it and ends by itself", async () => {
    const ports = { PORT: String(await freePort()), OPS_PORT: String(await freePort()) };
    const { stdout, stderr } = await play(ports);
    expect(stderr).toBe("");
    expect(stdout.trim().split("\n").sort()).toEqual([
      "heard of ada@example.com",
      "registered ada@example.com, a UUID of 36 letters",
      "stopped",
    ]);
  });

  it("has the hook told of what is wrong", async () => {
    const { stderr } = await play({ PORT: "none" });
    expect(stderr).toBe("reported: the program failed (ConfigError)\n");
  });
});
