import { loadConfig } from "../../../shared/config";
import {
  connect,
  type Database,
  type Servers,
  settingsFromUrl,
  watchServers,
} from "../../../shared/database";
import { startTcpProxy, type TcpProxy } from "../../support/consumers/tcp-proxy";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { eventually } from "../../support/eventually";
import { startDatabaseNode } from "../../support/faults/database-node";

/** Within which connections move, in ms. */
const MOVED = 5_000;

let database: TestDatabase;
let near: TcpProxy;
let far: TcpProxy;
let servers: Servers;
let pool: Database;

/** One database behind two doors, so that what is written through one is read through the other. */
beforeEach(async () => {
  database = await createTestDatabase({ migrated: false });
  near = await startTcpProxy(database.settings);
  far = await startTcpProxy(database.settings);
});
afterEach(async () => {
  await pool.destroy();
  await servers.close();
  await Promise.all([near.close(), far.close()]);
  await database.drop();
});

function open(options: { lifetime?: { least: number; spread: number } } = {}): void {
  const { host = "", port = 0 } = far.settings;
  const settings = { ...near.settings, farther: [{ host, port }] };
  servers = watchServers(settings);
  pool = connect({ settings, service: "test", poolSize: 4, servers, ...options });
}

const ask = (): PromiseLike<unknown> => pool.raw("select 1");
const works = (): Promise<boolean> =>
  Promise.resolve(ask()).then(
    () => true,
    () => false,
  );
const untilAt = (proxy: TcpProxy): Promise<unknown> =>
  eventually(async () => {
    const others = [near, far].filter((other) => other !== proxy);
    // Several at once, so that no connection to the other server is left in the pool.
    const answers = await Promise.all(Array.from({ length: 8 }, works));
    return (
      answers.every(Boolean) &&
      proxy.connections() > 1 &&
      others.every((other) => other.connections() <= 1)
    );
  }, MOVED);

it("stays with the nearest while it works", async () => {
  open();
  await untilAt(near);
  expect(far.connections()).toBe(0);
});

it("moves to the far server when the near one dies, and back when it has returned", async () => {
  open();
  await untilAt(near);
  near.cut();
  await untilAt(far);
  near.open();
  await untilAt(near);
  expect(await works()).toBe(true);
});

it("starts at the far server when the near one is away from the beginning", async () => {
  near.cut();
  open();
  await ask();
  expect(far.connections()).toBeGreaterThan(1);
});

it("fails as one server would when all are away, and goes on when one is back", async () => {
  open();
  await ask();
  near.cut();
  far.cut();
  expect(await works()).toBe(false);
  far.open();
  await untilAt(far);
});

it("finishes a transaction where it began", async () => {
  near.cut();
  open();
  await pool.raw("create table t (n int4)");
  const trx = await pool.transaction();
  await trx.raw("insert into t values (1)");
  near.open();
  await untilMovedBack();
  await trx.raw("insert into t values (2)");
  await trx.commit();
  const { rows } = await pool.raw<{ rows: unknown[] }>("select n from t order by n");
  expect(rows).toEqual([{ n: 1 }, { n: 2 }]);
});

async function untilMovedBack(): Promise<void> {
  await eventually(async () => {
    await ask();
    return near.connections() > 1;
  }, MOVED);
}

it("passes over a server that only reads, until it writes again", async () => {
  const node = await startDatabaseNode();
  const { database: name = "", user } = database.settings;
  const standby = {
    ...settingsFromUrl(loadConfig({ DATABASE_URL: node.url })),
    user,
    database: name,
  };
  const asOwner = connect({
    settings: { ...standby, database: "postgres" },
    service: "t",
    poolSize: 1,
  });
  await asOwner.raw("create database ??", [name]);
  await asOwner.raw("alter database ?? set default_transaction_read_only = on", [name]);
  const door = await startTcpProxy(standby);
  const { host = "", port = 0 } = far.settings;
  const settings = { ...door.settings, farther: [{ host, port }] };
  servers = watchServers(settings);
  pool = connect({ settings, service: "test", poolSize: 4, servers });
  await pool.raw("create table t (n int4)");
  expect(far.connections()).toBeGreaterThan(1);

  await asOwner.raw("alter database ?? reset default_transaction_read_only", [name]);
  door.cut();
  door.open();
  await eventually(async () => (await works()) && door.connections() > 1, MOVED);
  await pool.destroy();
  await servers.close();
  await door.close();
  await asOwner.destroy();
  await node.drop();
});

it("opens connections anew when they are old, each at a time of its own", async () => {
  open({ lifetime: { least: 200, spread: 100 } });
  const backend = async (): Promise<number> => {
    const { rows } = await pool.raw<{ rows: { pid: number }[] }>("select pg_backend_pid() as pid");
    return rows[0]?.pid ?? 0;
  };
  const first = await backend();
  expect(await backend()).toBe(first);
  await eventually(async () => (await backend()) !== first, MOVED);
});
