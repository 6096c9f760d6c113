import { type Platform, start } from "../../services/start";
import { loadConfig } from "../../shared/config";
import { type Database, transaction } from "../../shared/database";
import { type Envelope, userRegistered } from "../../shared/events";
import { generateTypeId } from "../../shared/ids";
import { createLogger } from "../../shared/observability";
import { jumar, newDataDir } from "../cli/support";
import { openQueues, type Queues } from "../support/consumers/queues";
import { createTestDatabase, type TestDatabase, urlOf } from "../support/database";
import { eventually } from "../support/eventually";
import { createVhost, type Vhost } from "../support/rabbitmq";
import { withRealParts } from "../support/real-parts";

interface Finding {
  part: string;
  state: string;
  detail: string;
}

withRealParts("events that RabbitMQ lost", () => {
  const COUNT = 124;
  let database: TestDatabase;
  let vhost: Vhost;
  let queues: Queues;
  let env: Record<string, string>;
  const platforms: Platform[] = [];
  const db = (): Database => database.of("test");

  beforeEach(async () => {
    database = await createTestDatabase();
    vhost = await createVhost();
    queues = await openQueues(vhost);
    env = {
      DATABASE_URL: urlOf(database.settings),
      AMQP_URL: vhost.url,
      JUMAR_DATA_DIR: newDataDir(),
    };
  });
  afterEach(async () => {
    await Promise.all(platforms.splice(0).map((platform) => platform.stop()));
    await queues.close();
    await vhost.drop();
    await database.drop();
  });

  /** Runs services in this process; an event is missed after a second. */
  async function run(services: string[]): Promise<Platform> {
    const config = loadConfig({ NODE_ENV: "test", ...env });
    const log = createLogger({ level: "silent", pretty: false });
    const platform = await start({ config, log, services, ops: false, settleSeconds: 1 });
    platforms.push(platform);
    return platform;
  }

  /** Commits registrations and waits until they are published; nobody takes them. */
  async function publish({ deps }: Platform): Promise<string[]> {
    const { outbox, db: pool } = deps.get("accounts")!;
    const users = Array.from({ length: COUNT }, () => generateTypeId("user"));
    await transaction(pool, async (trx) => {
      for (const [n, subject] of users.entries()) {
        const data = { email: `lost-${n}@example.com`, role: "user", language: null };
        const caller = { principal: { kind: "operator" } } as const;
        const about = { subject, aggregateVersion: 1 };
        await outbox.append(trx, userRegistered, { ...about, data: data as never, caller });
      }
    });
    await eventually(
      async () => (await db().withSchema("accounts").table("unpublished")).length === 0,
    );
    for (const name of ["audit", "search"]) {
      await eventually(async () => (await queues.waiting(name)) === COUNT);
    }
    return users;
  }

  async function expectEffectsOnce(users: string[]): Promise<void> {
    await eventually(async () => {
      const { rows } = await db().raw<{ rows: { count: number }[] }>(
        "select count(*) as count from search.documents",
      );
      return rows[0]?.count === COUNT;
    }, 60_000);
    const entries = () =>
      db().withSchema("audit").table("entries").where({ type: "user.registered" });
    await eventually(async () => (await entries()).length >= COUNT, 60_000);
    expect(new Set((await entries()).map(({ subject }) => subject as string)).size).toBe(COUNT);
    expect(await entries()).toHaveLength(users.length);
    const told = await eventually(async () => {
      const found = (await db()
        .withSchema("audit")
        .table("entries")
        .where({ type: "events.replayed" })) as { actor: string; data: Envelope["data"] }[];
      return found.length >= 2 && found;
    });
    const repaired = told.filter(
      ({ data }) => (data as { counts: { received: number } }).counts.received >= COUNT,
    );
    expect(repaired.map(({ actor }) => actor)).toEqual(["system", "system"]);
  }

  async function started(): Promise<Platform> {
    const accounts = await run(["accounts"]);
    // From now on they hear; what was before is none of theirs.
    const first = await run(["search", "audit"]);
    await eventually(async () => (await db().withSchema("audit").table("reconciliations")).length);
    await eventually(async () => (await db().withSchema("search").table("reconciliations")).length);
    platforms.splice(platforms.indexOf(first), 1);
    await first.stop();
    return accounts;
  }

  it("are handed over again when a queue that was deleted is made anew, each effect once", async () => {
    const accounts = await started();
    const users = await publish(accounts);
    for (const name of ["audit", "search"]) await queues.remove(name);
    await run(["search", "audit"]);
    await expectEffectsOnce(users);
  });

  it("are missed a while later although their queue is there, and doctor tells of it", async () => {
    const accounts = await started();
    const users = await publish(accounts);
    for (const name of ["audit", "search"]) await queues.channel.purgeQueue(`jumar.${name}`);
    await run(["search", "audit"]);
    await expectEffectsOnce(users);
    const { stdout } = await jumar(["doctor", "--json"], env);
    const found = (JSON.parse(stdout) as Finding[]).find(({ part }) => part === "lost events");
    expect(found).toMatchObject({ state: "ok" });
    expect(found?.detail).toMatch(
      /^audit lacked \d+ and search lacked \d+, handed over again at .+ UTC$/,
    );
  });
});
