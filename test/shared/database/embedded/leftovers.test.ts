import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findEmbedded, startEmbedded } from "../../../../shared/database/embedded";
import {
  cleanUp,
  eventually,
  holder,
  kill,
  launchHolder,
  newFolder,
  query,
  readyFolder,
  runs,
} from "./support";

afterEach(cleanUp);

test("is not kept from starting by a stranger with the old pid", async () => {
  const dataDir = await readyFolder();
  const first = await startEmbedded({ dataDir, fast: true });
  const pidFile = join(dataDir, "postgres", "postmaster.pid");
  const lines = readFileSync(pidFile, "utf8").split("\n");
  await first.stop();
  const stranger = spawn("sleep", ["60"], process.geteuid?.() === 0 ? { uid: 65534 } : {});
  try {
    writeFileSync(pidFile, [String(stranger.pid), ...lines.slice(1)].join("\n"));
    expect(await findEmbedded(dataDir)).toBeUndefined();
    const database = await startEmbedded({ dataDir, fast: true });
    expect(database.owned).toBe(true);
    expect(runs(stranger.pid)).toBe(true);
    await database.stop();
    expect(runs(stranger.pid)).toBe(true);
  } finally {
    stranger.kill();
  }
});

test("starts with a pid file that a power loss emptied", async () => {
  const dataDir = await readyFolder();
  writeFileSync(join(dataDir, "postgres", "postmaster.pid"), "");
  writeFileSync(join(dataDir, "postgres.owner"), "");
  const database = await startEmbedded({ dataDir, fast: true });
  expect(database.owned).toBe(true);
  await database.stop();
});

test("initialises anew after a kill in the middle of the first initialisation", async () => {
  const dataDir = newFolder();
  const first = launchHolder(dataDir);
  const begun = () => readdirSync(dataDir).some((name) => name.startsWith("postgres.new-"));
  await eventually(begun, true);
  kill(first.pid);
  expect(readdirSync(dataDir)).not.toContain("postgres");
  const database = await startEmbedded({ dataDir, fast: true });
  expect(database.owned).toBe(true);
  expect(await query(database, "select 1")).toEqual([1]);
  await database.stop();
});

test("cleans up an initialisation that was killed in the middle and goes on", async () => {
  const dataDir = await readyFolder();
  mkdirSync(join(dataDir, "postgres.new-abc", "base"), { recursive: true });
  const database = await startEmbedded({ dataDir, fast: true });
  expect(await query(database, "select 1")).toEqual([1]);
  expect(readdirSync(dataDir).filter((name) => name.startsWith("postgres.new-"))).toEqual([]);
  await database.stop();
});

test("does not take the server of the original for that of a copy of live data", async () => {
  const folder = newFolder();
  const original = await holder(join(folder, "original"));
  const [from, to] = [join(folder, "original", "postgres"), join(folder, "copy", "postgres")];
  mkdirSync(join(folder, "copy"));
  cpSync(from, to, { recursive: true, filter: (path) => !path.includes(".s.PGSQL") });
  expect(await findEmbedded(join(folder, "copy"))).toBeUndefined();
  const starting = startEmbedded({ dataDir: join(folder, "copy"), fast: true });
  await expect(starting).rejects.toMatchObject({ code: "busy" });
  expect(await query(original.said, "select 1")).toEqual([1]);
});
