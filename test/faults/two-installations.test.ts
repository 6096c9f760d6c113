import { mainFlow } from "../flows/main-flow";
import { secretsFlow } from "../flows/secrets-flow";
import { asServer } from "../support/as-server";
import { type Fleet, startFleet } from "../support/fleet";
import { newDatabase, TEST_DATABASE_URL } from "../support/postgresql";
import { withRealParts } from "../support/real-parts";

/** The URL of a database for an owner of its own, who may make roles and is nothing else. */
async function ownedDatabase(name: string): Promise<{ url: string; drop(): Promise<void> }> {
  const database = newDatabase();
  const url = new URL(database.url);
  const owner = `owner_${name}_${url.pathname.slice(-6)}`;
  await asServer(
    TEST_DATABASE_URL,
    `create role ${owner} login createrole password 'of ${name}'`,
    `create database ${url.pathname.slice(1)} owner ${owner}`,
  );
  url.username = owner;
  url.password = `of ${name}`;
  return {
    url: url.href,
    async drop() {
      await database.drop();
      await asServer(TEST_DATABASE_URL, `drop role ${owner}`);
    },
  };
}

withRealParts("two installations on one server, each with an owner of its own", () => {
  const databases: Awaited<ReturnType<typeof ownedDatabase>>[] = [];
  const fleets: Fleet[] = [];
  beforeAll(async () => {
    for (const name of ["one", "other"]) {
      const database = await ownedDatabase(name);
      databases.push(database);
      fleets.push(await startFleet({ topology: "lean", databaseUrl: database.url }));
    }
  });
  afterAll(async () => {
    for (const fleet of fleets) await fleet.stop();
    for (const database of databases) await database.drop();
  });

  it("each have roles that the other's owner is no member of", async () => {
    for (const [at, fleet] of fleets.entries()) {
      const db = await fleet.database();
      const { rows } = await db.raw<{ rows: { own: number; all: number }[] }>(
        `select count(*) as all, count(*) filter (where left(rolname, length(mine)) = mine) as own
         from pg_roles, (select concat('jumar_', current_database(), '_') as mine) as named
         where left(rolname, 6) = 'jumar_' and pg_has_role(current_user, rolname, 'member')`,
      );
      expect({ at, ...rows[0] }).toEqual({ at, all: 5, own: 5 });
    }
  });

  describe.each([0, 1])("installation %#", (at) => {
    mainFlow(() => fleets[at]!);
    secretsFlow(() => fleets[at]!);
  });
});
