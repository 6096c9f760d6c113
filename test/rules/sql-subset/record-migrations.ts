import { relative } from "node:path";
import knex from "knex";
import type { Database, Migration, MigrationSet } from "../../../shared/database";

/** A statement that a migration gives to the database, and the line that asked for it. */
export interface Recorded {
  sql: string;
  engine: "postgresql" | "cockroachdb";
  service: string;
  migration: string;
  direction: "up" | "down";
  file: string;
  line: number;
}

const VERSIONS = {
  postgresql: "PostgreSQL 15.0 on a machine that is not there",
  cockroachdb: "CockroachDB CCL v24.3.0 on a machine that is not there",
};

/** What a migration finds in a table, of what it reads there. */
const SEEN = { id: "018cc251-f400-7000-8000-000000000000", email: "ada@example.com" };

/** A migration may look before it acts: it is recorded with what it looks for there, and not there. */
const SIGHTS = [true, false];

/**
 * Every statement of the migrations, up and down, on both engines; nothing is connected to. Those for
 * CockroachDB alone are left to test/shared/database/engines.test.ts, which knows its own words.
 */
export async function recordMigrations(
  root: string,
  sets: readonly MigrationSet[],
): Promise<Recorded[]> {
  const all: Recorded[] = [];
  for (const { service, migrations } of sets) {
    for (const migration of migrations.filter(({ only }) => only !== "cockroachdb")) {
      for (const engine of Object.keys(VERSIONS) as Recorded["engine"][]) {
        for (const isThere of SIGHTS) {
          const statements = await record(root, migration, VERSIONS[engine], isThere);
          all.push(
            ...statements.map((statement) => ({
              ...statement,
              service,
              migration: migration.name,
              engine,
            })),
          );
        }
      }
    }
  }
  return all;
}

type Statement = Pick<Recorded, "sql" | "direction" | "file" | "line">;

/** The inside of Knex where its builders become queries. */
interface Inside {
  runner(builder: object): { query(query: { sql: string }): Promise<unknown> };
  raw(...values: unknown[]): object;
  queryBuilder(): object;
  schemaBuilder(): object;
}

async function record(
  root: string,
  migration: Migration,
  version: string,
  isThere: boolean,
): Promise<Statement[]> {
  const statements: Statement[] = [];
  const db = knex({ client: "cockroachdb" });
  let direction: Recorded["direction"] = "up";
  const origins = new WeakMap<object, string>();
  const inside = db.client as Inside;

  // Where a query was asked for is known when it is made only; it is run by nobody in particular.
  for (const make of ["raw", "queryBuilder", "schemaBuilder"] as const) {
    const original = inside[make].bind(inside) as (...values: unknown[]) => object;
    inside[make] = (...values: unknown[]) => {
      const builder = original(...values);
      origins.set(builder, new Error("asked for").stack ?? "");
      return builder;
    };
  }
  const runner = inside.runner.bind(inside);
  inside.runner = (builder) => {
    const running = runner(builder);
    const { query } = running;
    running.query = async (asked) => {
      statements.push({ sql: asked.sql, direction, ...placeIn(root, origins.get(builder) ?? "") });
      return await query.call(running, asked);
    };
    return running;
  };
  Object.assign(db.client as object, {
    acquireConnection: () => Promise.resolve({}),
    releaseConnection: () => Promise.resolve(),
    query: (_: unknown, asked: { sql?: string }) => {
      const isSeen = isThere || asked.sql?.includes("version()");
      return Promise.resolve({
        ...asked,
        response: { rows: isSeen ? [{ ...SEEN, version }] : [] },
      });
    },
  });

  await migration.up(db as Database);
  direction = "down";
  await migration.down(db as Database);
  return statements;
}

/** The innermost place of a stack that is the project's own. */
function placeIn(root: string, stack: string): { file: string; line: number } {
  for (const [, path = "", line] of stack.matchAll(
    /\(?(?:file:\/\/)?(\/[^\s()]+?):(\d+):\d+\)?/g,
  )) {
    const file = relative(root, path).replaceAll("\\", "/");
    if (/^(services|shared|test\/rules\/planted)\//.test(file)) return { file, line: Number(line) };
  }
  return { file: "services", line: 1 };
}
