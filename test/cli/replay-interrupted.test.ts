import { createTestDatabase, type TestDatabase } from "../support/database";
import { eventually } from "../support/eventually";
import { cleanUp, jumar, onDatabase, startJumar } from "./support";

const EVENTS = 3_000;

let database: TestDatabase;
let env: Record<string, string>;
beforeAll(async () => {
  database = await createTestDatabase();
  env = onDatabase(database.settings);
  await database.of("test").raw(
    `insert into accounts.outbox (id, type, version, subject, aggregate_version, actor, data, created_at)
     select gen_random_uuid(), 'user.registered', 1, null, 1, 'system', '{"email":"a@example.com"}',
            now() - interval '1 day' + n * interval '1 second'
     from generate_series(1, ?::int) as n`,
    [EVENTS],
  );
});
afterAll(async () => {
  await cleanUp();
  await database.drop();
});

async function handedOver(): Promise<number> {
  const [row] = await database
    .of("test")
    .withSchema("search")
    .table("inbox")
    .count<{ count: number }[]>("* as count");
  return Number(row?.count);
}

it("says at Ctrl-C how far a replay came and how to go on, and that does the rest", async () => {
  const { child, ended } = startJumar(["events", "replay", "--to", "search"], env);
  await eventually(async () => (await handedOver()) >= 100, 60_000);
  child.kill("SIGINT");
  const { code, stdout, stderr } = await ended;
  expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
  const [line = "", ...more] = stderr.trim().split("\n").slice(1);
  expect(more).toEqual([]);
  const said =
    /^jumar: stopped after ([\d,]+) of 3,000 events, which stay; the same command with --since (\S+) does the rest$/.exec(
      line,
    );
  const before = await handedOver();
  expect(Number(said?.[1]?.replace(",", ""))).toBe(before);
  expect(before).toBeLessThan(EVENTS);

  const rest = await jumar(["events", "replay", "--to", "search", "--since", said?.[2] ?? ""], env);
  expect(rest).toMatchObject({ code: 0, stderr: "" });
  expect(rest.stdout).toContain(`: ${(EVENTS - before).toLocaleString("en")} new, 1 known already`);
  expect(await handedOver()).toBe(EVENTS);
  const told = await database
    .of("test")
    .withSchema("accounts")
    .table("outbox")
    .where({ type: "events.replayed" });
  expect(told).toHaveLength(2);
});
