import { setTimeout as sleep } from "node:timers/promises";
import {
  type Database,
  migrate,
  type MigrationSet,
  NewerSchemaError,
  readSchema,
  rollback,
} from "../../../shared/database";
import { createTestDatabase, type TestDatabase } from "../../support/database";

let database: TestDatabase;
let runs: string[];

beforeEach(async () => {
  database = await createTestDatabase({ migrated: false });
  runs = [];
});
afterEach(() => database.drop());

/** Services whose steps note that they ran and would fail at running twice. */
function sets(steps: Record<string, string[]>): MigrationSet[] {
  return Object.entries(steps).map(([service, names]) => ({
    service,
    migrations: names.map((name) => ({
      name,
      async up(db: Database) {
        runs.push(`${service}/${name}`);
        await sleep(30);
        await db.raw("create table ??.?? (id int4)", [service, `t_${name.slice(0, 4)}`]);
      },
      down: (db: Database) => db.raw("drop table ??.??", [service, `t_${name.slice(0, 4)}`]),
    })),
  }));
}

const two = () => sets({ one: ["0001-a", "0002-b"], two: ["0001-c"] });
const allOfTwo = ["one/0001-a", "one/0002-b", "two/0001-c"];

test("runs what is pending, in order, and only once", async () => {
  const db = database.of("migrate");
  const heard: string[] = [];
  const done = await migrate(db, two(), {
    onStep: ({ service, migration }) => heard.push(`${service}/${migration}`),
  });
  expect(done.map(({ service, migration }) => `${service}/${migration}`)).toEqual(allOfTwo);
  expect(heard).toEqual(allOfTwo);
  expect(await migrate(db, two())).toEqual([]);
  expect(runs).toEqual(allOfTwo);
  const more = sets({ one: ["0001-a", "0002-b", "0003-d"], two: ["0001-c"] });
  expect((await readSchema(db, more)).pending).toEqual([{ service: "one", migration: "0003-d" }]);
  await migrate(db, more);
  expect(runs).toEqual([...allOfTwo, "one/0003-d"]);
});

test("is done once when several processes start at the same moment", async () => {
  const processes = ["a", "b", "c"].map((name) => migrate(database.of(name), two()));
  const steps = (await Promise.all(processes)).flat();
  expect(steps).toHaveLength(3);
  expect(runs.sort()).toEqual(allOfTwo);
});

test("goes on where a process was killed in the middle, once its lease is over", async () => {
  const db = database.of("migrate");
  await migrate(db, sets({ one: ["0001-a"] }));
  // What a killed process leaves: a lease that nobody renews.
  await db.raw(
    "insert into jumar.leases values ('migrate', 'the dead', now() + interval '1 second')",
  );
  const began = Date.now();
  await migrate(db, two());
  expect(Date.now() - began).toBeGreaterThan(500);
  expect(runs).toEqual(allOfTwo);
});

test("goes on with the step that failed when it is run again", async () => {
  const db = database.of("migrate");
  const [one] = sets({ one: ["0001-a", "0002-b"] });
  const broken = {
    ...one!,
    migrations: [
      one!.migrations[0]!,
      { ...one!.migrations[1]!, up: () => Promise.reject(new Error("no room")) },
    ],
  };
  await expect(migrate(db, [broken])).rejects.toThrow("no room");
  await migrate(db, two());
  expect(runs).toEqual(allOfTwo);
});

describe("a database that a newer version has migrated", () => {
  const older = () => sets({ one: ["0001-a"], two: ["0001-c"] });

  test("is good enough while that version only added, and is left as it is", async () => {
    const db = database.of("migrate");
    await migrate(db, two());
    expect(await migrate(db, older())).toEqual([]);
    const newer = [{ service: "one", migration: "0002-b" }];
    expect(await readSchema(db, older())).toEqual({ pending: [], newer });
    expect(await readSchema(db, two())).toEqual({ pending: [], newer: [] });
    expect(runs).toEqual(allOfTwo);
  });

  test("is refused when that version took something away, which its migration's name says", async () => {
    const db = database.of("migrate");
    await migrate(db, sets({ one: ["0001-a"], two: ["0001-c", "0002-contract-c"] }));
    await expect(migrate(db, older())).rejects.toThrow(NewerSchemaError);
    await expect(readSchema(db, older())).rejects.toThrow(/two: 0002-contract-c/);
  });

  test("is refused when its migrations do not go on from these, and touched by neither", async () => {
    const db = database.of("migrate");
    await migrate(db, two());
    const other = sets({ one: ["0001-a", "0002-x"], two: ["0001-c"] });
    await expect(migrate(db, other)).rejects.toThrow(/0002-b/);
    expect(runs).toEqual(allOfTwo);
  });

  test("is not rolled back by the older one, which does not know how", async () => {
    const db = database.of("migrate");
    await migrate(db, two());
    const everything = [{ service: "one", last: undefined }];
    await expect(rollback(db, older(), everything)).rejects.toThrow(NewerSchemaError);
    expect((await readSchema(db, two())).pending).toEqual([]);
  });
});
