import { Client } from "pg";
import { loadConfig } from "../../shared/config";
import { openPool, type Pool, settingsFromUrl, transaction } from "../../shared/database";
import { accountFlow } from "../flows/account-flow";
import { adminFlow } from "../flows/admin-flow";
import { mainFlow } from "../flows/main-flow";
import { repeatFlow } from "../flows/repeat-flow";
import { secretsFlow } from "../flows/secrets-flow";
import { streamFlow } from "../flows/stream-flow";
import { asServer } from "../support/as-server";
import { type PgBouncer, startPgBouncer, withPgBouncer } from "../support/faults/pgbouncer";
import { type Fleet, startFleet } from "../support/fleet";
import { newDatabase, TEST_DATABASE_URL } from "../support/postgresql";
import { runJumar } from "../support/processes";
import { withRealParts } from "../support/real-parts";

/** Fewer than the processes of the fleet have together, so that they have to share sessions. */
const SERVER_CONNECTIONS = 5;
const SHOWN = `select current_user as role, current_setting('statement_timeout') as statements,
  current_setting('idle_in_transaction_session_timeout') as transactions,
  current_setting('timezone') as timezone`;

/** Takes back what was made, the last first, also when not all of it could be made. */
function undoAfterAll(...first: (() => Promise<unknown>)[]): (() => Promise<unknown>)[] {
  const steps = [...first];
  afterAll(async () => {
    for (const step of steps.reverse()) await step();
  });
  return steps;
}

withRealParts("through PgBouncer in transaction mode", () => {
  withPgBouncer("a fleet", () => {
    const database = newDatabase();
    const undo = undoAfterAll(database.drop);
    let fleet: Fleet;
    beforeAll(async () => {
      const bouncer = await startPgBouncer(SERVER_CONNECTIONS);
      undo.push(bouncer.stop);
      fleet = await startFleet({
        topology: "lean",
        databaseUrl: database.url,
        envOf: () => ({ DATABASE_URL: bouncer.urlOf(database.url) }),
      });
      undo.push(() => fleet.stop());
    });

    mainFlow(() => fleet);
    accountFlow(() => fleet);
    repeatFlow(() => fleet);
    adminFlow(() => fleet);
    secretsFlow(() => fleet);
    streamFlow(() => fleet);

    it("has used as many sessions of the server as PgBouncer was given, and not one more", async () => {
      const db = await fleet.database();
      const { rows } = await db.raw<{ rows: { name: string }[] }>(
        `select application_name as name from pg_stat_activity
         where datname = current_database() and application_name <> 'jumar-test'
           and backend_type = 'client backend'`,
      );
      expect(rows).toHaveLength(SERVER_CONNECTIONS);
    });
  });

  withPgBouncer("a pool", () => {
    const database = newDatabase();
    const name = new URL(database.url).pathname.slice(1);
    const role = `${name}_bounced`;
    const undo = undoAfterAll();
    let bouncer: PgBouncer;
    let pool: Pool;
    beforeAll(async () => {
      await asServer(TEST_DATABASE_URL, `create role ${role} nologin`);
      undo.push(() => asServer(TEST_DATABASE_URL, `drop role ${role}`));
      await asServer(TEST_DATABASE_URL, `create database ${name}`);
      undo.push(database.drop);
      const schema = ["create schema bounced", `grant usage on schema bounced to ${role}`];
      await asServer(database.url, ...schema);
      // One session for all of its connections.
      bouncer = await startPgBouncer(1);
      undo.push(bouncer.stop);
      pool = openPool({
        settings: settingsFromUrl(loadConfig({ DATABASE_URL: bouncer.urlOf(database.url) })),
        name: "bounced",
        poolSize: 3,
      });
      undo.push(() => pool.close());
    });
    const ours = { role, statements: "10s", transactions: "30s", timezone: "UTC" };

    it("has its role, its limits and its time zone in each statement and each transaction", async () => {
      const db = pool.as({ service: "bounced", roles: () => [role] });
      const shown = await Promise.all([
        db.raw<{ rows: unknown[] }>(SHOWN),
        db.raw<{ rows: unknown[] }>(`${SHOWN} where ? = 1`, [1]),
        transaction(db, (trx) => trx.raw<{ rows: unknown[] }>(SHOWN)),
      ]);
      expect(shown.flatMap(({ rows }) => rows)).toEqual([ours, ours, ours]);
      const lone = pool.as({ service: "no role" });
      const { rows } = await lone.raw<{ rows: object[] }>(SHOWN);
      expect(rows).toEqual([{ ...ours, role: expect.not.stringMatching(role) as string }]);
    });

    it("leaves nothing of it to whoever gets the session next", async () => {
      const other = new Client({ connectionString: bouncer.urlOf(database.url) });
      await other.connect();
      try {
        const { rows } = await other.query<{ role: string }>(SHOWN);
        expect(rows).toMatchObject([{ statements: "0", transactions: "0" }]);
        expect(rows[0]?.role).not.toBe(role);
      } finally {
        await other.end();
      }
    });

    it("has a limit that ends a statement which takes longer", async () => {
      const db = pool.as({ service: "bounced", roles: () => [role] });
      await expect(db.raw("select pg_sleep(30)")).rejects.toMatchObject({ code: "57014" });
    });

    it("prepares no statement that another connection would not find", async () => {
      const db = pool.as({ service: "bounced", roles: () => [role] });
      const prepared = (n: number) =>
        db.raw<{ rows: unknown[] }>("select cast(? as int4) as n", [n]).options({ name: "n" });
      const within = (n: number) =>
        transaction(db, (trx) => trx.raw("select cast(? as int4)", [n]).options({ name: "in" }));
      const all = [1, 2, 3, 4, 5, 6].flatMap((n) => [prepared(n), within(n)]);
      await expect(Promise.all(all)).resolves.toHaveLength(12);
    });

    it("is not what the schema is changed through: one line says so, and nothing is done", async () => {
      const env = { DATABASE_URL: bouncer.urlOf(database.url) };
      const { code, output } = await runJumar(["migrate"], env);
      expect(code).toBe(1);
      expect(output.trim()).toBe(
        "jumar: the schema cannot be changed through a pooler; run `jumar migrate` with a DATABASE_URL that leads to the server itself",
      );
      const { rows } = await pool
        .as({ service: "look" })
        .raw<{ rows: unknown[] }>(
          "select 1 from pg_namespace where nspname in ('jumar', 'accounts')",
        );
      expect(rows).toEqual([]);
    });
  });
});
