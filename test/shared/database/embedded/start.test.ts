import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { findEmbedded, startEmbedded } from "../../../../shared/database/embedded";
import { cleanUp, newFolder, query, readyFolder, runs, serverPid, supervisorPid } from "./support";

afterEach(cleanUp);

test("starts on a folder that does not exist, private to its owner", async () => {
  const dataDir = join(newFolder(), "deep", "data");
  const lines: string[] = [];
  const database = await startEmbedded({ dataDir, fast: true, onLog: (line) => lines.push(line) });
  try {
    expect(database.owned).toBe(true);
    expect(await query(database, "select current_user || '@' || current_database()")).toEqual([
      "jumar@jumar",
    ]);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(database.connection.host).mode & 0o777).toBe(0o700);
    expect(lines).toEqual([expect.stringContaining("initialised")]);
  } finally {
    await database.stop();
  }
});

test("keeps its data over a restart and starts warm much faster than cold", async () => {
  const dataDir = newFolder();
  const began = Date.now();
  const first = await startEmbedded({ dataDir });
  const cold = Date.now() - began;
  await query(first, "create table notes as select 'kept' as text");
  await first.stop();
  const again = Date.now();
  const second = await startEmbedded({ dataDir });
  const warm = Date.now() - again;
  try {
    expect(await query(second, "select text from notes")).toEqual(["kept"]);
    expect(warm).toBeLessThan(cold / 2);
  } finally {
    await second.stop();
  }
});

test("runs with the settings the platform relies on, whatever the caller's environment", async () => {
  process.env.PGPORT = "1";
  process.env.PGSSLMODE = "require";
  process.env.PGOPTIONS = "-c timezone=Asia/Tokyo";
  const database = await startEmbedded({
    dataDir: await readyFolder(),
    fast: true,
    maxConnections: 33,
  });
  delete process.env.PGPORT;
  delete process.env.PGSSLMODE;
  delete process.env.PGOPTIONS;
  const setting = (name: string) => query(database, `show ${name}`).then(([value]) => value);
  try {
    expect(await setting("listen_addresses")).toBe("");
    expect(await setting("default_transaction_isolation")).toBe("serializable");
    expect(await setting("server_encoding")).toBe("UTF8");
    expect(await setting("data_checksums")).toBe("on");
    expect(await setting("TimeZone")).toBe("UTC");
    expect(await setting("max_connections")).toBe("33");
    expect(
      await query(
        database,
        "select datlocprovider::text, datlocale from pg_database where datname = 'jumar'",
      ),
    ).toEqual(["b", "C.UTF-8"]);
  } finally {
    await database.stop();
  }
});

test("offers the extension the search needs", async () => {
  const database = await startEmbedded({ dataDir: await readyFolder(), fast: true });
  try {
    await query(database, "create extension pg_trgm");
    expect(await query(database, "select similarity('jumar', 'jumar')")).toEqual([1]);
  } finally {
    await database.stop();
  }
});

test("leaves no process, socket or owner behind after stop, which may be called twice", async () => {
  const dataDir = await readyFolder();
  const database = await startEmbedded({ dataDir, fast: true });
  const pids = [serverPid(dataDir), supervisorPid(dataDir)];
  expect(pids.map(runs)).toEqual([true, true]);
  await Promise.all([database.stop(), database.stop()]);
  await database.stop();
  expect(pids.map(runs)).toEqual([false, false]);
  expect(readdirSync(dataDir).sort()).toEqual(["postgres", "postgres.log"]);
  expect(readdirSync(join(dataDir, "postgres")).filter((name) => /sock|\.s\./.test(name))).toEqual(
    [],
  );
  expect(await findEmbedded(dataDir)).toBeUndefined();
});

test("stops although clients are connected", async () => {
  const database = await startEmbedded({ dataDir: await readyFolder(), fast: true });
  const sleeping = query(database, "select pg_sleep(60)").catch(
    (error: unknown) => (error as Error).message,
  );
  await database.stop();
  expect(await sleeping).toMatch(
    /terminat|connection error|ECONNRESET|EPIPE|shutting down|ENOENT|starting/,
  );
});

test("finds nothing where nothing runs and creates nothing by looking", async () => {
  const dataDir = join(newFolder(), "absent");
  expect(await findEmbedded(dataDir)).toBeUndefined();
  expect(existsSync(dataDir)).toBe(false);
});

test("starts the log over when it has grown beyond its bound", async () => {
  const dataDir = await readyFolder();
  writeFileSync(join(dataDir, "postgres.log"), "");
  truncateSync(join(dataDir, "postgres.log"), 6 * 1024 * 1024);
  const database = await startEmbedded({ dataDir, fast: true });
  expect(statSync(join(dataDir, "postgres.log")).size).toBeLessThan(100_000);
  await database.stop();
});

test("does not write people's data of failed statements to the log", async () => {
  const dataDir = await readyFolder();
  const database = await startEmbedded({ dataDir, fast: true });
  await query(database, "create table mails (mail text primary key)");
  await query(database, "insert into mails values ('ada@example.com')");
  await expect(query(database, "insert into mails values ('ada@example.com')")).rejects.toThrow();
  await database.stop();
  const log = readFileSync(join(dataDir, "postgres.log"), "utf8");
  expect(log).toContain("duplicate key");
  expect(log).not.toContain("ada@example.com");
});
