import { eventually } from "../support/eventually";
import { moves } from "../support/metrics/moves";
import { scrape } from "../support/scrape";
import type { ProcessTarget } from "../support/target";

const PASSWORD = "a password that is counted";

/** What is counted of tries at handling an event. */
export function metricsOfHandling(target: () => ProcessTarget): void {
  const look = () => scrape(target().opsUrl());
  const register = async (email: string): Promise<void> => {
    const account = { email, password: PASSWORD };
    expect((await target().client().post("/api/v1/users", account)).status).toBe(201);
  };

  it("tell of one that failed, is tried again and then done", async () => {
    const db = await target().database();
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
    await eventually(async () => (await target().mailTo("fails@example.com")).length === 1);
  });

  it("tell of one that waits until the database has room again", async () => {
    const db = await target().database();
    await db.raw(`
      create function search.refuse() returns trigger language plpgsql as $$
        begin raise exception 'no room' using errcode = 'disk_full'; end $$`);
    await db.raw(`
      create trigger refuse before insert on search.documents
        for each row execute function search.refuse()`);
    await moves(look, ['jumar_event_attempts_total{subscriber="search",outcome="postponed"}'], () =>
      register("postponed@example.com"),
    );
    await moves(
      look,
      ['jumar_event_attempts_total{subscriber="search",outcome="done"}'],
      async () => {
        await db.raw("drop function search.refuse cascade");
      },
    );
  });

  it("tell of one whose connection was ended under it, which is a try of its own, and then done", async () => {
    const db = await target().database();
    const holding = await db.transaction();
    await holding.raw("lock table search.documents in access exclusive mode");
    await moves(
      look,
      ['jumar_event_attempts_total{subscriber="search",outcome="failed"}'],
      async () => {
        await register("waits@example.com");
        // The database goes on answering everybody else.
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
  });
}
