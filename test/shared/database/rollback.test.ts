import { loadMigrations } from "../../../services/load";
import {
  type Database,
  migrate,
  type Migration,
  type MigrationSet,
  rollback,
} from "../../../shared/database";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { describeSchema } from "./schema";

const sets = loadMigrations();
const schemas = sets.map(({ service }) => service);
const everything = sets.map(({ service }) => ({ service, last: undefined }));

let database: TestDatabase;
let db: Database;

beforeEach(async () => {
  database = await createTestDatabase({ migrated: false });
  db = database.of("migrate");
});
afterEach(() => database.drop());

it("goes all the way up, down and up again, and the schema is the same", async () => {
  await migrate(db, sets);
  const schema = await describeSchema(db, schemas);
  expect(schema.length).toBeGreaterThan(100);
  const undone = await rollback(db, sets, everything);
  expect(undone).toHaveLength(sets.flatMap(({ migrations }) => migrations).length);
  expect(await describeSchema(db, schemas)).toEqual([]);
  await migrate(db, sets);
  expect(await describeSchema(db, schemas)).toEqual(schema);
});

it("goes back one step at a time and forward again, with the same schema at each", async () => {
  const seen = new Map<string, string[]>();
  for (const { set, upTo } of prefixes(sets)) {
    await migrate(db, [upTo]);
    seen.set(keyOf(upTo), await describeSchema(db, [set.service]));
  }
  for (const { set, upTo } of prefixes(sets).reverse()) {
    const last = upTo.migrations.at(-1)?.name;
    await rollback(db, [set], [{ service: set.service, last }]);
    expect(await describeSchema(db, [set.service])).toEqual(seen.get(keyOf(upTo)));
  }
});

it("leaves other services alone and the migrations that stay", async () => {
  await migrate(db, sets);
  const others = await describeSchema(db, ["audit", "search"]);
  const undone = await rollback(db, sets, [{ service: "accounts", last: "0009-limits" }]);
  expect(undone[0]?.migration).toBe(sets[0]?.migrations.at(-1)?.name);
  expect(undone.at(-1)).toEqual({ service: "accounts", migration: "0010-recorded-answers" });
  expect(await describeSchema(db, ["audit", "search"])).toEqual(others);
  const again = await migrate(db, sets);
  expect(again).toEqual([...undone].reverse());
});

describe("a migration that was cut off after any of its statements", () => {
  it("is finished by the next run, in both directions, with the schema of an undisturbed one", async () => {
    const undisturbed = await createTestDatabase();
    const expected = await describeSchema(undisturbed.of("migrate"), schemas);
    await undisturbed.drop();
    let cuts = 0;
    for (const set of sets) {
      await db.raw("create schema if not exists ??", [set.service]);
      for (const migration of set.migrations.filter(({ only }) => only !== "cockroachdb")) {
        cuts += await atEveryStatement(migration, "up");
        await migration.up(db);
        cuts += await atEveryStatement(migration, "down");
        await migration.down(db);
        await migration.up(db);
      }
    }
    expect(cuts).toBeGreaterThan(60);
    expect(await describeSchema(db, schemas)).toEqual(expected);
  });

  /** Runs the migration's first statement, its first two and so on; says how often it was cut off. */
  async function atEveryStatement(migration: Migration, way: "up" | "down"): Promise<number> {
    for (let statements = 1; ; statements += 1) {
      const died = await migration[way](cutOff(statements)).then(
        () => false,
        (error: unknown) => {
          if (error !== CUT) throw error;
          return true;
        },
      );
      if (!died) return statements - 1;
    }
  }
});

const CUT = new Error("cut off");

/** The database as a process has it that dies after so many statements. */
function cutOff(statements: number): Database {
  let left = statements;
  const count = <T>(value: T): T => {
    left -= 1;
    if (left < 0) throw CUT;
    return value;
  };
  return new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name === "raw") return (...args: Parameters<Database["raw"]>) => count(db.raw(...args));
      if (name === "withSchema") return (schema: string) => count(db.withSchema(schema));
      return value;
    },
  });
}

function prefixes(all: readonly MigrationSet[]): { set: MigrationSet; upTo: MigrationSet }[] {
  return all.flatMap((set) =>
    set.migrations.map((_, index) => ({
      set,
      upTo: { ...set, migrations: set.migrations.slice(0, index + 1) },
    })),
  );
}

function keyOf({ service, migrations }: MigrationSet): string {
  return `${service} ${migrations.length}`;
}
