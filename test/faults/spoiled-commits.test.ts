import { accountFlow } from "../flows/account-flow";
import { adminFlow } from "../flows/admin-flow";
import { mainFlow } from "../flows/main-flow";
import { repeatFlow } from "../flows/repeat-flow";
import { secretsFlow } from "../flows/secrets-flow";
import { streamFlow } from "../flows/stream-flow";
import {
  type CommitFault,
  type CommitProxy,
  startCommitProxy,
} from "../support/commits/commit-proxy";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { eventually } from "../support/eventually";
import { startTarget, type Target } from "../support/target";

let database: TestDatabase;
let proxy: CommitProxy;
let target: Target;

/** The whole platform in one process, on a database whose COMMITs go wrong. */
beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startCommitProxy(database.settings);
  const platform = await startTarget({ DATABASE_URL: proxy.url });
  target = { ...platform, database: () => Promise.resolve(database.of("test")) };
});
afterAll(async () => {
  proxy.stopSpoiling();
  await target.stop();
  await proxy.close();
  await database.drop();
});

describe("with 30 % of the COMMITs ending in 40001", () => {
  beforeAll(() => {
    proxy.spoil("40001", { share: 0.3 });
  });
  afterAll(() => {
    proxy.stopSpoiling();
  });

  mainFlow(() => target);
  accountFlow(() => target);
  repeatFlow(() => target);
  adminFlow(() => target);
  secretsFlow(() => target);
  streamFlow(() => target);

  it("spoils enough of them, and nobody outside the database layer hears of it", () => {
    const { commits, spoiled } = proxy.counts();
    expect(spoiled).toBeGreaterThan(20);
    expect(spoiled / commits).toBeGreaterThan(0.15);
    expect(target.output()).not.toContain("40001");
  });
});

const CUTS: CommitFault[] = ["cut before", "cut after", "cut between"];
/** Not what goes on beside them: that is repeated later and takes its time. */
const OF_REQUESTS =
  /insert into "?accounts"?\."?(users|sessions)|idempotency_keys|recorded_answers/;
const PASSWORD = "correct horse battery staple";

describe.each(CUTS)("a registration whose connection is %s the server has committed", (fault) => {
  afterEach(() => {
    proxy.stopSpoiling();
  });

  it("is answered with 201, also with a key, and logs in: everything exactly once", async () => {
    const db = database.of("test");
    const client = target.client();
    const addresses = ["plain", "keyed"].map(
      (kind) => `${fault.replace(" ", "-")}-${kind}@example.com`,
    );
    for (const [n, email] of addresses.entries()) {
      const headers: Record<string, string> = n === 1 ? { "idempotency-key": `"${fault}"` } : {};
      // Of a request with a key, more than the transaction of its effect is cut.
      proxy.spoil(fault, { most: n === 1 ? 4 : 1, of: OF_REQUESTS });
      const { status } = await client.post("/api/v1/users", { email, password: PASSWORD }, headers);
      expect(status).toBe(201);
      expect(proxy.left()).toBe(0);
      proxy.stopSpoiling();
    }
    proxy.spoil(fault, { most: 1, of: OF_REQUESTS });
    const { status } = await client.post("/api/v1/sessions", {
      email: addresses[0],
      password: PASSWORD,
    });
    expect(status).toBe(201);
    expect(proxy.left()).toBe(0);
    proxy.stopSpoiling();

    const count = async (sql: string, values: string[]): Promise<number> => {
      const { rows } = await db.raw<{ rows: unknown[] }>(sql, values);
      return rows.length;
    };
    for (const address of addresses) {
      const found = async () => [
        await count("select 1 from accounts.users where email = ?", [address]),
        await count("select 1 from accounts.outbox where data->>'email' = ?", [address]),
        await count(
          "select 1 from audit.entries e join accounts.outbox o on o.id = e.event_id where o.data->>'email' = ?",
          [address],
        ),
        await count("select 1 from search.documents where email = ?", [address]),
        (await target.mailTo(address)).length,
      ];
      expect(
        await eventually(async () => (await found()).every((n) => n > 0) && (await found())),
      ).toEqual([1, 1, 1, 1, 1]);
    }
    const sessions = await count(
      `select 1 from accounts.sessions s join accounts.users u on u.id = s.user_id where u.email = ?`,
      [addresses[0] ?? ""],
    );
    expect(sessions).toBe(1);
  });
});
