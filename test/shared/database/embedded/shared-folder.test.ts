import { readdirSync, writeFileSync } from "node:fs";
import { findEmbedded, startEmbedded } from "../../../../shared/database/embedded";
import { folderLayout } from "../../../../shared/database/embedded/folder-layout";
import { claimOwnership, releaseOwnership } from "../../../../shared/database/embedded/ownership";
import { identify } from "../../../../shared/database/embedded/processes";
import {
  cleanUp,
  eventually,
  holder,
  kill,
  newFolder,
  query,
  readyFolder,
  runs,
  serverPid,
} from "./support";

afterEach(cleanUp);

test("attaches to the server of another live process and leaves it running", async () => {
  const dataDir = await readyFolder();
  await holder(dataDir);
  const server = serverPid(dataDir);
  for (const attached of [await startEmbedded({ dataDir }), await findEmbedded(dataDir)]) {
    expect(attached?.owned).toBe(false);
    expect(await query(attached ?? {}, "select 1")).toEqual([1]);
    await attached?.stop();
  }
  expect([runs(server), serverPid(dataDir)]).toEqual([true, server]);
});

test("lets one of two first starts initialise and the other attach", async () => {
  const dataDir = newFolder();
  const both = await Promise.all([holder(dataDir), holder(dataDir)]);
  expect(both.map(({ said }) => said.owned).sort()).toEqual([false, true]);
  for (const { said } of both) expect(await query(said, "select 1")).toEqual([1]);
  expect(readdirSync(dataDir).sort()).toEqual([
    "postgres",
    "postgres.log",
    "postgres.owner",
    "postgres.supervisor",
  ]);
});

test("lets several starts of one process share one server", async () => {
  const dataDir = newFolder();
  const all = await Promise.all([1, 2, 3].map(() => startEmbedded({ dataDir, fast: true })));
  expect(all.filter(({ owned }) => owned)).toHaveLength(1);
  await Promise.all(all.map((database) => database.stop()));
  expect(await findEmbedded(dataDir)).toBeUndefined();
});

test("takes over when the owner stops, after having been attached", async () => {
  const dataDir = await readyFolder();
  const owner = await holder(dataDir);
  expect((await startEmbedded({ dataDir })).owned).toBe(false);
  kill(owner.process.pid, "SIGTERM");
  await eventually(() => runs(owner.process.pid), false);
  const database = await startEmbedded({ dataDir, fast: true });
  expect(database.owned).toBe(true);
  await database.stop();
});

test("gives a dead owner's folder to exactly one of many", async () => {
  const layout = folderLayout(newFolder());
  writeFileSync(layout.owner, JSON.stringify({ pid: process.pid, started: "long ago" }));
  const claims = await Promise.all(Array.from({ length: 20 }, () => claimOwnership(layout)));
  expect(claims.filter((claimed) => claimed)).toHaveLength(1);
  expect(readdirSync(layout.dataDir)).toEqual(["postgres.owner"]);
  await releaseOwnership(layout);
  expect(await claimOwnership(layout)).toBe(true);
});

test("does not release a folder that another process owns", async () => {
  const layout = folderLayout(newFolder());
  writeFileSync(layout.owner, JSON.stringify(identify(process.ppid)));
  await releaseOwnership(layout);
  expect(await claimOwnership(layout)).toBe(false);
});
