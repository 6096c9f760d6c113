import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { cleanUp, jumar, onDatabase } from "./support";

let database: TestDatabase;
let env: Record<string, string>;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  env = onDatabase(database.settings);
  folder = mkdtempSync(join(tmpdir(), "jumar-known-"));
});
afterAll(async () => {
  await cleanUp();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const create = (email: string, password: string, settings: Record<string, string> = {}) =>
  jumar(
    ["users", "create", email, "--password-stdin"],
    { ...env, ...settings },
    Buffer.from(`${password}\n`),
  );

it("gives nobody a password that is easy to guess or too short", async () => {
  for (const password of ["Password2026!", "the wife of ada1", "kX7#pQ2vLw9"]) {
    const { code, stderr } = await create("ada1@example.com", password);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^jumar: .*password/) as unknown,
    });
  }
  expect(await create("ada1@example.com", "kX7#pQ2vLw9z")).toMatchObject({ code: 0 });
});

it("makes up one that is long enough", async () => {
  const settings = { ...env, JUMAR_PASSWORD_MIN: "64" };
  const { code, stdout } = await jumar(["users", "create", "long@example.com"], settings);
  expect(code).toBe(0);
  expect(/^password: (.*)$/m.exec(stdout)?.[1]).toHaveLength(64);
});

it.each([
  ["a file that is not there", undefined],
  ["a file that is not sorted", `${"F".repeat(40)}:1\n${"0".repeat(40)}:1\n`],
])("refuses, by the name of the setting, %s", async (_, text) => {
  const path = join(folder, "breached");
  if (text !== undefined) writeFileSync(path, text);
  const settings = { JUMAR_BREACHED_PASSWORDS: path };
  const { code, stderr } = await create("grace@example.com", "kX7#pQ2vLw9z", settings);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^jumar: JUMAR_BREACHED_PASSWORDS names a file /);
});
