import {
  OldDatabaseError,
  parseServerVersion,
  requireServerVersion,
} from "../../../shared/database/server-version";
import { createTestDatabase } from "../../support/database";

test.each([
  ["PostgreSQL 18.1 on x86_64-pc-linux-gnu", { name: "PostgreSQL 18.1" }],
  ["PostgreSQL 15.0 (Debian 15.0-1)", { name: "PostgreSQL 15.0" }],
  ["PostgreSQL 14.9", { name: "PostgreSQL 14.9", needs: "PostgreSQL 15" }],
  ["CockroachDB CCL v24.3.0 (x86_64-linux)", { name: "CockroachDB 24.3" }],
  ["CockroachDB CCL v25.1.2 (x86_64)", { name: "CockroachDB 25.1" }],
  ["CockroachDB CCL v24.2.9 (x86_64)", { name: "CockroachDB 24.2", needs: "CockroachDB 24.3" }],
  ["YugabyteDB 2.0 something", { name: "YugabyteDB 2.0" }],
])("understands %s", (text, version) => {
  expect(parseServerVersion(text)).toEqual(version);
});

test("a server that is too old is refused with what to use instead", async () => {
  const database = await createTestDatabase({ migrated: false });
  try {
    const db = database.of("test");
    await requireServerVersion(db);
    await db.transaction(async (trx) => {
      await trx.raw(
        "create function public.version() returns text language sql as $$select 'PostgreSQL 13.4'$$",
      );
      await trx.raw("set local search_path = public, pg_catalog");
      const refused = requireServerVersion(trx as unknown as typeof db);
      await expect(refused).rejects.toThrow(OldDatabaseError);
      await expect(refused).rejects.toThrow(
        "the database is PostgreSQL 13.4, which is too old; use PostgreSQL 15 or newer",
      );
    });
  } finally {
    await database.drop();
  }
});
