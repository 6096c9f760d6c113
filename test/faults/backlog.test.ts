import { transaction } from "../../shared/database";
import { findErasable, findNoted, noteErasure } from "../../shared/event-log/erasures";
import { publisherTables, startRelay } from "../../shared/events";
import { findUnpublished } from "../../shared/events/outbox/outbox-rows";
import { sweepOutbox } from "../../shared/events/outbox/sweep-outbox";
import { ALL_SLICES, partsOf } from "../../shared/events/relay/slices";
import { createTestDatabase, type TestDatabase, testDeps } from "../support/database";

const SCHEMA = "backlog";
const EVENTS = 2_000_000;
/** Far more than each has to look at, far less than any of the tables has. */
const FEW_BLOCKS = 8_000;

describe(`with ${EVENTS} events that nobody could publish`, () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ migrated: false });
    await fill();
  });
  afterAll(() => database.drop());

  /** Blocks of the schema's tables and indexes that `work` touches, on connections of its own. */
  async function blocksOf(work: (service: string) => Promise<unknown>): Promise<number> {
    const before = await blocksTouched();
    const service = `work-${Math.random()}`;
    await work(service);
    // What a connection has touched is known for certain once it is closed.
    await database.of(service).destroy();
    return (await blocksTouched()) - before;
  }

  async function blocksTouched(): Promise<number> {
    const { rows } = await database.of("watch").raw<{ rows: { blocks: number }[] }>(
      `select sum(heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read)::int8 as blocks
       from pg_statio_user_tables where schemaname = ?`,
      [SCHEMA],
    );
    return rows[0]?.blocks ?? NaN;
  }

  async function fill(): Promise<void> {
    const db = database.of("fill");
    await db.raw(`create schema ${SCHEMA}`);
    await publisherTables.up(db, SCHEMA);
    const { rows: indexes } = await db.raw<{ rows: { name: string; definition: string }[] }>(
      `select indexname as name, indexdef as definition from pg_indexes
       where schemaname = ? and tablename = 'outbox' and indexname <> 'outbox_pkey'`,
      [SCHEMA],
    );
    await db.transaction(async (trx) => {
      await trx.raw("set local statement_timeout = 0");
      for (const { name } of indexes) await trx.raw(`drop index ${SCHEMA}.${name}`);
      // A version 7 UUID a millisecond. The first thousand are published. One in 20,000 of the others
      // is of a user who is gone.
      await trx.raw(
        `insert into ${SCHEMA}.outbox (id, type, version, subject, aggregate_version, actor, data, created_at)
         select (lpad(to_hex(1700000000000 + n), 12, '0') || '7000800000000' || lpad(to_hex(n + 1000), 7, '0'))::uuid,
           'user.registered', 1, case when n <= 0 then 'user_free' when n % 20000 = 0 then 'user_gone'
             else 'user_' || n end, 1,
           'system', '{}', now() - (2000000 - n) * interval '1 millisecond'
         from generate_series(-999, ${EVENTS}) as n`,
      );
      await trx.raw(
        `insert into ${SCHEMA}.unpublished (shard, id, created_at)
         select (random() * 3)::int2, id, created_at from ${SCHEMA}.outbox
         where subject <> 'user_free'`,
      );
      for (const { definition } of indexes) await trx.raw(definition);
      for (const user of ["user_gone", "user_free"]) await noteErasure(trx, SCHEMA, user);
    });
    for (const table of ["outbox", "unpublished"]) {
      await db.transaction(async (trx) => await trx.raw(`analyze ${SCHEMA}.${table}`));
    }
  }

  it("a relay reads the first of them", async () => {
    const parts = partsOf(ALL_SLICES);
    const blocks = await blocksOf(async (service) => {
      const query = { parts, since: undefined, except: [], limit: 500 };
      expect(await findUnpublished(database.of(service), SCHEMA, query)).toHaveLength(500);
    });
    expect(blocks).toBeLessThan(FEW_BLOCKS);
  });

  it("their age and number are known at once", async () => {
    const blocks = await blocksOf(async (service) => {
      const { log } = testDeps(database, service);
      const relay = startRelay({
        db: database.of(service),
        schema: SCHEMA,
        deliver: () => Promise.reject(new Error("away")),
        retentionDays: 30,
        log,
      });
      expect(await relay.lag()).toBeGreaterThan(1_900);
      expect(await relay.depth()).toBe(100_000);
      await relay.stop();
    });
    expect(blocks).toBeLessThan(FEW_BLOCKS);
  });

  it("whom the log may forget is found, and nobody whose events wait", async () => {
    const blocks = await blocksOf(async (service) => {
      const db = database.of(service);
      const noted = await findNoted(db, SCHEMA, { limit: 100 });
      expect(noted).toEqual(["user_free", "user_gone"]);
      const erasable = await transaction(db, (trx) => findErasable(trx, SCHEMA, noted));
      expect(erasable).toEqual(["user_free"]);
    });
    expect(blocks).toBeLessThan(FEW_BLOCKS);
  });

  it("what is past its retention goes all the same", async () => {
    await database.of("watch").raw(
      `insert into ${SCHEMA}.outbox (id, type, version, aggregate_version, actor, data, created_at)
       select gen_random_uuid(), 'user.registered', 1, 1, 'system', '{}', now() - interval '40 days'
       from generate_series(1, 100)`,
    );
    const blocks = await blocksOf(async (service) => {
      expect(await sweepOutbox(database.of(service), SCHEMA, 30)(1_000)).toBe(false);
    });
    const { rows } = await database.of("watch").raw<{
      rows: { count: number }[];
    }>(`select count(*) as count from ${SCHEMA}.outbox where created_at < now() - interval '30 days'`);
    expect(rows).toEqual([{ count: 0 }]);
    expect(blocks).toBeLessThan(FEW_BLOCKS);
  });
});
