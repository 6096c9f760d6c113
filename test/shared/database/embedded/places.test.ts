import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { startEmbedded } from "../../../../shared/database/embedded";
import { copyToCache } from "../../../../shared/database/embedded/binaries/binaries-cache";
import { privateFolder } from "../../../../shared/database/embedded/private-folder";
import { cleanUp, eventually, holder, isRoot, kill, newFolder } from "./support";
import { ordinaryUser, query, runs, serverPid } from "./support";

afterEach(cleanUp);

const asRoot = isRoot ? test : test.skip;
const needsRoot = isRoot ? "" : " (left out: the tests do not run as root)";

asRoot(`serves root's data from below a folder only root may enter${needsRoot}`, async () => {
  const closed = newFolder();
  const dataDir = join(closed, "data");
  const database = await startEmbedded({ dataDir, fast: true });
  expect(statSync(closed).mode & 0o777).toBe(0o700);
  expect(statSync(closed).uid).toBe(0);
  expect(statSync(`/proc/${serverPid(dataDir)}`).uid).toBe(65534);
  expect(await query(database, "select 1")).toEqual([1]);
  await database.stop();
});

asRoot(`runs data that root restored from a backup${needsRoot}`, async () => {
  const folder = newFolder();
  const first = await startEmbedded({ dataDir: join(folder, "first"), fast: true });
  await query(first, "create table notes as select 'kept' as text");
  await first.stop();
  cpSync(join(folder, "first"), join(folder, "second"), { recursive: true });
  expect(statSync(join(folder, "second", "postgres")).uid).toBe(0);
  const second = await startEmbedded({ dataDir: join(folder, "second"), fast: true });
  expect(await query(second, "select text from notes")).toEqual(["kept"]);
  await second.stop();
});

asRoot(
  `runs as an ordinary user without HOME, as root on its data, and back${needsRoot}`,
  async () => {
    const dataDir = newFolder();
    chownSync(dataDir, ordinaryUser.uid, ordinaryUser.gid);
    const { HOME: _, ...env } = process.env;
    const first = await holder(dataDir, { ...ordinaryUser, env });
    expect(first.said).toMatchObject({ owned: true });
    await query(first.said, "create table notes as select 'kept' as text");
    expect(statSync(`/proc/${serverPid(dataDir)}`).uid).toBe(ordinaryUser.uid);
    kill(first.process.pid, "SIGTERM");
    await eventually(() => runs(first.process.pid), false);

    const asRootThen = await holder(dataDir);
    expect(await query(asRootThen.said, "select text from notes")).toEqual(["kept"]);
    expect(statSync(`/proc/${serverPid(dataDir)}`).uid).toBe(ordinaryUser.uid);
    kill(asRootThen.process.pid);

    const last = await holder(dataDir, { ...ordinaryUser, env });
    expect(last.said).toMatchObject({ owned: true });
  },
);

test("starts in a folder whose path is too long for a socket, and cleans its link up", async () => {
  const dataDir = join(newFolder(), "d".repeat(100), "ü'\"; %s".repeat(5));
  const database = await startEmbedded({ dataDir, fast: true });
  const { host } = database.connection;
  expect(Buffer.byteLength(host)).toBeLessThan(90);
  expect(await query(database, "select 1")).toEqual([1]);
  expect(statSync(join(host, "..")).mode & 0o777).toBe(0o700);
  await database.stop();
  expect(existsSync(host)).toBe(false);
});

test("trusts no folder in a shared place that others own, may write or have linked", async () => {
  const shared = newFolder();
  mkdirSync(join(shared, "open"));
  chmodSync(join(shared, "open"), 0o777);
  symlinkSync(newFolder(), join(shared, "link"));
  mkdirSync(join(shared, "foreign"), 0o700);
  const planted = ["open", "link"];
  if (isRoot) {
    chownSync(join(shared, "foreign"), ordinaryUser.uid, ordinaryUser.gid);
    planted.push("foreign");
  }
  for (const name of planted) {
    await expect(privateFolder(join(shared, name), 0o700)).rejects.toThrow(/not a private folder/);
  }
  expect(await privateFolder(join(shared, "own"), 0o700)).toBe(join(shared, "own"));
});

test("copies binaries with their links, readable for the server, in parallel once", async () => {
  const folder = join(newFolder(), "pack");
  mkdirSync(join(folder, "native", "bin"), { recursive: true, mode: 0o700 });
  mkdirSync(join(folder, "native", "lib"), { mode: 0o700 });
  writeFileSync(join(folder, "native", "bin", "postgres"), "", { mode: 0o700 });
  writeFileSync(join(folder, "native", "lib", "libx.so.1.2"), "", { mode: 0o600 });
  writeFileSync(join(folder, "native", "lib", "libx.a"), "");
  const links = [{ source: "native/lib/libx.so.1.2", target: "native/lib/libx.so.1" }];
  writeFileSync(join(folder, "native", "pg-symlinks.json"), JSON.stringify(links));
  const cache = join(folder, "..", "cache");

  const found = { folder, version: "1.0.0" };
  const copies = await Promise.all([1, 2, 3].map(() => copyToCache(found, cache)));
  expect(new Set(copies).size).toBe(1);
  expect(readdirSync(cache)).toEqual(["pack-1.0.0"]);
  const native = join(cache, "pack-1.0.0", "native");
  expect(readdirSync(join(native, "lib")).sort()).toEqual(["libx.so.1", "libx.so.1.2"]);
  expect(readlinkSync(join(native, "lib", "libx.so.1"))).toBe("libx.so.1.2");
  expect(lstatSync(join(native, "bin")).mode & 0o777).toBe(0o755);
  expect(lstatSync(join(native, "bin", "postgres")).mode & 0o777).toBe(0o755);
  expect(lstatSync(join(native, "lib", "libx.so.1.2")).mode & 0o777).toBe(0o644);
});
