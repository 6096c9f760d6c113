import { loadMigrations } from "../../../services/load";
import { type Database, migrate, readSchema, rollback } from "../../../shared/database";
import { createTestDatabase, type TestDatabase } from "../../support/database";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
});
afterAll(() => database.drop());

test("a migration for the other engine counts as done and does nothing, in both directions", async () => {
  const db = database.of("migrate");
  const never = (): Promise<never> => Promise.reject(new Error("this is not its engine"));
  const table = async (name: string): Promise<unknown> =>
    (await db.raw<{ rows: unknown[] }>("select to_regclass(?) as name", [`one.${name}`])).rows[0];
  const sets = [
    {
      service: "one",
      migrations: [
        { name: "0001-a", only: "cockroachdb" as const, up: never, down: never },
        {
          name: "0002-b",
          only: "postgresql" as const,
          up: (own: Database) => own.raw("create table one.b (id int4)"),
          down: (own: Database) => own.raw("drop table one.b"),
        },
      ],
    },
  ];
  expect(await migrate(db, sets)).toHaveLength(2);
  expect(await readSchema(db, sets)).toEqual({ pending: [], newer: [] });
  expect(await table("b")).toEqual({ name: "one.b" });
  expect(await rollback(db, sets, [{ service: "one", last: undefined }])).toHaveLength(2);
  expect(await table("b")).toEqual({ name: null });
});

test("what only CockroachDB takes is said in its documented words", async () => {
  const said: string[] = [];
  const recorder = {
    raw(sql: string, values: string[] = []) {
      said.push(values.reduce((text, value) => text.replace("??", `"${value}"`), sql));
      return Promise.resolve();
    },
  } as unknown as Database;
  for (const { migrations } of loadMigrations()) {
    for (const { up, down } of migrations.filter(({ only }) => only === "cockroachdb")) {
      await up(recorder);
      await down(recorder);
    }
  }
  // https://www.cockroachlabs.com/docs/v24.3/row-level-ttl and …/hash-sharded-indexes
  const documented = [
    /^alter table "[\w-]+"\."\w+" set \(ttl_expiration_expression = '\w+', ttl_job_cron = '@hourly'\)$/,
    /^alter table "[\w-]+"\."\w+" reset \(ttl\)$/,
    /^create index if not exists "\w+_sharded" on "[\w-]+"\."\w+" \(\w+, id\) using hash$/,
    /^create index if not exists "\w+" on "[\w-]+"\."\w+" \(\w+, id\)$/,
    /^drop index if exists "[\w-]+"\."\w+"$/,
  ];
  expect(said.filter((sql) => !documented.some((words) => words.test(sql)))).toEqual([]);
  expect(documented.filter((words) => !said.some((sql) => words.test(sql)))).toEqual([]);
});
