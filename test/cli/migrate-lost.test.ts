import { loadMigrations } from "../../services/load";
import { startLosingProxy } from "../support/commits/losing-proxy";
import { createTestDatabase } from "../support/database";
import { cleanUp, jumar, urlOf } from "./support";

afterEach(cleanUp);

const all = loadMigrations().flatMap(({ migrations }) => migrations).length;

it("`jumar migrate` succeeds although each of its statements loses against another at first", async () => {
  const other = await createTestDatabase({ migrated: false });
  const name = `${other.settings.database}_lost`;
  const proxy = await startLosingProxy({ ...other.settings, database: name }, 2);
  const env = { DATABASE_URL: urlOf(proxy.settings) };

  expect(await jumar(["migrate"], env)).toMatchObject({
    code: 0,
    stderr: "",
    stdout: expect.stringContaining(`${all} migrations run in `),
  });
  const lost = proxy.lost();
  for (const said of [
    /^create database/,
    /^create schema if not exists "accounts"/,
    /^create table if not exists "search"\.migrations/,
    /^create index concurrently/,
    /^alter table accounts\.users add column/,
    /^insert into "audit"\.migrations/,
    /^select tablename as name/,
    /^grant usage on schema/,
    /^insert into jumar\.leases/,
  ]) {
    expect(lost.filter((sql) => said.test(sql)).length).toBeGreaterThan(1);
  }
  const undone = await jumar(["rollback", "0", "--json"], env);
  expect(undone).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(undone.stdout)).toHaveLength(all);

  await proxy.close();
  await other.of("test").raw("drop database ?? with (force)", [name]);
  await other.drop();
});
