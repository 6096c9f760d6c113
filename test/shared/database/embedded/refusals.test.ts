import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EmbeddedError, findEmbedded, startEmbedded } from "../../../../shared/database/embedded";
import { cleanUp, holder, isRoot, newFolder, ordinaryUser, query, readyFolder } from "./support";

afterEach(cleanUp);

async function refusal(dataDir: string): Promise<EmbeddedError> {
  const error: unknown = await startEmbedded({ dataDir, fast: true }).then(
    async (database) => {
      await database.stop();
      return new Error("it started");
    },
    (reason: unknown) => reason,
  );
  if (!(error instanceof EmbeddedError)) throw error;
  expect(error.message).not.toContain("\n");
  return error;
}

test("refuses a data folder that is a file, naming the path and the variable", async () => {
  const file = join(newFolder(), "file");
  writeFileSync(file, "");
  for (const dataDir of [file, join(file, "below")]) {
    const error = await refusal(dataDir);
    expect(error.code).toBe("unwritable");
    expect(error.message).toContain(dataDir);
    expect(error.message).toContain("JUMAR_DATA_DIR");
  }
});

test("refuses a folder this user may not write, naming the path and the variable", async () => {
  const dataDir = newFolder();
  chmodSync(dataDir, 0o555);
  const { code, message } = (await holder(dataDir, isRoot ? ordinaryUser : {})).said;
  expect(code).toBe("unwritable");
  expect(message).toContain(dataDir);
  expect(message).toContain("JUMAR_DATA_DIR");
  chmodSync(dataDir, 0o700);
});

test("refuses data of a newer PostgreSQL with both versions and does not touch it", async () => {
  const dataDir = newFolder();
  mkdirSync(join(dataDir, "postgres"));
  writeFileSync(join(dataDir, "postgres", "PG_VERSION"), "99\n");
  const error = await refusal(dataDir);
  expect(error.code).toBe("newer_data");
  expect(error.message).toMatch(/PostgreSQL 99\b.*PostgreSQL 18\b/);
  expect(readdirSync(dataDir)).toEqual(["postgres"]);
  expect(readFileSync(join(dataDir, "postgres", "PG_VERSION"), "utf8")).toBe("99\n");
  expect(await findEmbedded(dataDir)).toBeUndefined();
});

test("refuses a folder of something else in the place of the data", async () => {
  const dataDir = newFolder();
  mkdirSync(join(dataDir, "postgres"));
  writeFileSync(join(dataDir, "postgres", "holiday.jpg"), "");
  const error = await refusal(dataDir);
  expect(error.code).toBe("start_failed");
  expect(error.message).toContain(join(dataDir, "postgres"));
  expect(readdirSync(join(dataDir, "postgres"))).toEqual(["holiday.jpg"]);
});

test("tells PostgreSQL's own reason when it cannot start, and starts once that is gone", async () => {
  const dataDir = await readyFolder();
  const config = join(dataDir, "postgres", "postgresql.conf");
  const good = readFileSync(config);
  writeFileSync(config, "no_such_setting = 1\n");
  const error = await refusal(dataDir);
  expect(error.code).toBe("start_failed");
  expect(error.message).toContain("contains errors");
  expect(error.message).toContain(join(dataDir, "postgres.log"));
  expect(readdirSync(dataDir).sort()).toEqual(["postgres", "postgres.log"]);
  rmSync(config);
  expect((await refusal(dataDir)).message).toContain("postgresql.conf");
  writeFileSync(config, good, { mode: 0o644 });
  const database = await startEmbedded({ dataDir, fast: true });
  expect(await query(database, "select 1")).toEqual([1]);
  await database.stop();
});
