import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { startEmbedded } from "../../shared/database/embedded";
import {
  cleanUp,
  eventually,
  type Holder,
  holder,
  kill,
  query,
  readyFolder,
  runs,
  serverPid,
  supervisorPid,
} from "../shared/database/embedded/support";

afterEach(cleanUp);

/** The supervisor and its holder, which is stopped first: it would start another supervisor. */
function killBoth(dataDir: string, held: Holder): void {
  process.kill(held.process.pid!, "SIGSTOP");
  kill(supervisorPid(dataDir));
  kill(held.process.pid);
}

test("stops PostgreSQL soon after its process was killed", async () => {
  const dataDir = await readyFolder();
  const held = await holder(dataDir);
  const server = serverPid(dataDir);
  const supervisor = supervisorPid(dataDir);
  expect([runs(server), runs(supervisor)]).toEqual([true, true]);
  kill(held.process.pid);
  await eventually(() => runs(server) || runs(supervisor), false);
});

test("starts at once again after its process was killed, with the data there", async () => {
  const dataDir = await readyFolder();
  const held = await holder(dataDir);
  await query(held.said, "create table notes as select 'kept' as text");
  kill(held.process.pid);
  await eventually(() => runs(held.process.pid), false);
  const database = await startEmbedded({ dataDir, fast: true });
  expect(database.owned).toBe(true);
  expect(await query(database, "select text from notes")).toEqual(["kept"]);
  await database.stop();
});

test("starts again after everything was killed, PostgreSQL included, with the data there", async () => {
  const dataDir = await readyFolder();
  const held = await holder(dataDir);
  await query(held.said, "create table notes as select 'kept' as text");
  const server = serverPid(dataDir);
  for (const pid of [supervisorPid(dataDir), held.process.pid, server]) kill(pid);
  await eventually(() => runs(server), false);
  expect(existsSync(join(dataDir, "postgres", "postmaster.pid"))).toBe(true);
  const database = await startEmbedded({ dataDir, fast: true });
  expect(database.owned).toBe(true);
  expect(await query(database, "select text from notes")).toEqual(["kept"]);
  await database.stop();
});

test("adopts a server whose owner and supervisor were killed, and ends it", async () => {
  const dataDir = await readyFolder();
  const held = await holder(dataDir);
  const server = serverPid(dataDir);
  killBoth(dataDir, held);
  await eventually(() => runs(held.process.pid), false);
  const database = await startEmbedded({ dataDir, fast: true });
  expect(database.owned).toBe(true);
  expect(serverPid(dataDir)).toBe(server);
  expect(runs(supervisorPid(dataDir))).toBe(true);
  await database.stop();
  expect(runs(server)).toBe(false);
  expect(readdirSync(dataDir).sort()).toEqual(["postgres", "postgres.log"]);
});

test("stops an adopted server too when the adopting process is killed", async () => {
  const dataDir = await readyFolder();
  const first = await holder(dataDir);
  const server = serverPid(dataDir);
  killBoth(dataDir, first);
  await eventually(() => runs(first.process.pid), false);
  const second = await holder(dataDir);
  expect([second.said.owned, serverPid(dataDir)]).toEqual([true, server]);
  kill(second.process.pid);
  await eventually(() => runs(server), false);
});

test("replaces a killed supervisor", async () => {
  const dataDir = await readyFolder();
  const held = await holder(dataDir);
  const server = serverPid(dataDir);
  const supervisor = supervisorPid(dataDir);
  kill(supervisor);
  await eventually(() => supervisorPid(dataDir) !== supervisor, true);
  expect(runs(supervisorPid(dataDir))).toBe(true);
  expect(runs(server)).toBe(true);
  kill(held.process.pid);
  await eventually(() => runs(server), false);
});

test("tells when the server was killed and lets a next start have the folder", async () => {
  const dataDir = await readyFolder();
  const lines: string[] = [];
  const first = await startEmbedded({ dataDir, fast: true, onLog: (line) => lines.push(line) });
  kill(serverPid(dataDir));
  await eventually(() => lines.some((line) => line.includes("ended unexpectedly")), true);
  const second = await startEmbedded({ dataDir, fast: true });
  expect(second.owned).toBe(true);
  await first.stop();
  expect(await query(second, "select 1")).toEqual([1]);
  expect((await startEmbedded({ dataDir })).owned).toBe(false);
  await second.stop();
});

test("keeps the server from a terminal's Ctrl-C", async () => {
  const dataDir = await readyFolder();
  const held = await holder(dataDir);
  process.kill(-(held.process.pid ?? 0), "SIGINT");
  expect(await query(held.said, "select pg_sleep(0.1)")).toHaveLength(1);
  expect([runs(serverPid(dataDir)), runs(supervisorPid(dataDir))]).toEqual([true, true]);
});
