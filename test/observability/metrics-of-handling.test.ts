import { eventually } from "../support/eventually";
import { moves } from "../support/metrics/moves";
import { freePort } from "../support/processes";
import { scrape } from "../support/scrape";
import { startEmbeddedTarget, type EmbeddedTarget } from "../support/target";

const PASSWORD = "a password that is counted";

describe("metrics of tries at handling an event", () => {
  let target: EmbeddedTarget;
  let opsUrl: string;
  const look = () => scrape(opsUrl);
  beforeAll(async () => {
    const port = await freePort();
    opsUrl = `http://127.0.0.1:${port}`;
    target = await startEmbeddedTarget({ OPS_PORT: String(port) });
  }, 60_000);
  afterAll(async () => {
    await target.stop();
  });
  const register = async (email: string): Promise<void> => {
    const account = { email, password: PASSWORD };
    expect((await target.client().post("/api/v1/users", account)).status).toBe(201);
  };

  it("tell of one that failed, is tried again and then done", async () => {
    const db = await target.database();
    await db.raw("alter table notifier.deliveries rename to hidden");
    await moves(look, ['jumar_event_attempts_total{subscriber="notifier",outcome="failed"}'], () =>
      register("fails@example.com"),
    );
    await moves(
      look,
      ['jumar_event_attempts_total{subscriber="notifier",outcome="done"}'],
      async () => {
        await db.raw("alter table notifier.hidden rename to deliveries");
      },
    );
    await eventually(async () => (await target.mailTo("fails@example.com")).length === 1);
  }, 60_000);

  it("tell of one that was postponed, because its database went away, and then done", async () => {
    const db = await target.database();
    const holding = await db.transaction();
    await holding.raw("lock table search.documents in access exclusive mode");
    await moves(
      look,
      ['jumar_event_attempts_total{subscriber="search",outcome="postponed"}'],
      async () => {
        await register("waits@example.com");
        // As the database does to everybody when it is shut down.
        await eventually(async () => {
          const { rows } = await db.raw<{ rows: { ended: boolean }[] }>(
            `select pg_terminate_backend(pid) as ended from pg_stat_activity
             where wait_event_type = 'Lock' and query like '%documents%'`,
          );
          return rows.some(({ ended }) => ended);
        });
      },
    );
    await moves(
      look,
      ['jumar_event_attempts_total{subscriber="search",outcome="done"}'],
      async () => {
        await holding.rollback();
      },
    );
  }, 60_000);
});
