import { eventually } from "../support/eventually";
import { moves } from "../support/metrics/moves";
import { scrape, type Scraped } from "../support/scrape";
import { type ProcessTarget, startTarget } from "../support/target";

const PASSWORD = "a password that is counted";
const LIMIT = 4;
/** More than may wait for a hash, with those that are being hashed. */
const AT_ONCE = 260;

describe("metrics of a platform that has more to do than it can", () => {
  let target: ProcessTarget;
  beforeAll(async () => {
    target = await startTarget({
      TRUSTED_PROXIES: "127.0.0.1,::1",
      DATABASE_POOL_SIZE: String(LIMIT),
      // Long enough for a look meanwhile.
      JUMAR_ARGON2_MEMORY: "16384",
      JUMAR_ARGON2_TIME: "2",
      // One at a time, so that they come faster than they are done, on a busy machine too.
      UV_THREADPOOL_SIZE: "3",
    });
  });
  afterAll(async () => {
    await target.stop();
  });

  it("tell of passwords that wait or are turned away, and of connections that are waited for", async () => {
    const used = { state: "used" };
    const look = () => scrape(target.opsUrl());
    const looks: Scraped[] = [];
    const before = await look();
    expect(before.sum("jumar_database_pool_limit")).toBe(LIMIT);
    expect(before.sum("jumar_hash_shed_total")).toBe(0);
    const client = target.client();
    const statuses = await moves(
      async () => {
        const now = await look();
        looks.push(now);
        return now;
      },
      [
        "jumar_hash_queue_length",
        "jumar_hash_shed_total",
        "jumar_database_pool_waiting",
        'jumar_database_pool_connections{state="used"}',
        'jumar_database_pool_connections{state="idle"}',
      ],
      async () => {
        const asked = Array.from({ length: AT_ONCE }, async (_, n) => {
          const headers = { "x-forwarded-for": `10.1.${n >> 8}.${n & 255}` };
          const account = { email: `x${n}@example.com`, password: PASSWORD };
          return (await client.post("/api/v1/sessions", account, headers)).status;
        });
        return new Set(await Promise.all(asked));
      },
    );
    expect([...statuses].filter((status) => ![401, 503, 504].includes(status))).toEqual([]);
    expect(statuses).toContain(503);

    const most = (name: string, labels?: Record<string, string>): number =>
      Math.max(...looks.map((look) => look.sum(name, labels) ?? 0));
    expect(most("jumar_hash_queue_length")).toBeGreaterThan(LIMIT);
    expect(most("jumar_database_pool_connections", used)).toBe(LIMIT);
    await eventually(async () => {
      const now = await look();
      expect(now.sum("jumar_hash_queue_length")).toBe(0);
      expect(now.sum("jumar_database_pool_waiting")).toBe(0);
      // Looking takes one of them itself.
      expect(now.sum("jumar_database_pool_connections", used)).toBeLessThanOrEqual(1);
      return true;
    });
  });

  it("tell of transactions that lost against others and ran again", async () => {
    const email = "twice@example.com";
    const client = target.client();
    const { body } = await client.post("/api/v1/users", { email, password: PASSWORD });
    const db = await target.database();
    // So that it is not the one that loses.
    const other = await db.transaction({ isolationLevel: "read committed" });
    await other.raw("update accounts.users set language = language where email = ?", [email]);
    const admin = await target.admin();
    const { id } = body.user as { id: string };
    const look = () => scrape(target.opsUrl());
    await moves(look, ["jumar_database_transaction_retries_total"], async () => {
      const disabling = admin.request("PATCH", `/api/v1/users/${id}`, {
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ disabled: true }),
      });
      await eventually(async () => {
        const { rows } = await db.raw<{ rows: unknown[] }>(
          "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like 'update%disabled_at%'",
        );
        return rows.length > 0;
      });
      await other.commit();
      expect((await disabling).status).toBe(200);
    });
  });
});
