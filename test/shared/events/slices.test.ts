import type { Database } from "../../../shared/database";
import { type Envelope, type Relay, startRelay } from "../../../shared/events";
import { leaseSlices, type SliceLease } from "../../../shared/events/relay/lease-slices";
import type { Deps } from "../../../shared/service";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { eventually } from "../../support/eventually";
import { append, prepareTables, SCHEMA } from "./support";

const FIRST_ID = "00000000-0000-0000-0000-000000000000";
const ALL = Array.from({ length: 32 }, (_, slice) => slice);

let database: TestDatabase;
let deps: Deps;

beforeEach(async () => {
  database = await createTestDatabase({ migrated: false });
  deps = testDeps(database, SCHEMA);
  await prepareTables(database);
});
afterEach(() => database.drop());

describe("the slices of an outbox", () => {
  const newLease = () => leaseSlices(deps.db, SCHEMA);
  const ofEach = async (leases: readonly SliceLease[]) =>
    await Promise.all(leases.map((lease) => lease.slices()));

  /** Looks until the slices are shared out, each to one, the way the counts say. */
  async function untilShared(leases: readonly SliceLease[], counts: number[]): Promise<void> {
    await eventually(async () => {
      const shares = await ofEach(leases);
      expect(shares.flat().sort((a, b) => a - b)).toEqual(ALL);
      expect(shares.map(({ length }) => length).sort()).toEqual(counts);
      return true;
    });
  }

  /** Lets the leases of a relay run out, as if it had died five seconds ago. */
  async function dieOut(lease: SliceLease): Promise<void> {
    const [slice] = await lease.slices();
    await deps.db.raw(
      `update ${SCHEMA}.relay_leases set expires_at = now() where owner in (
         select owner from ${SCHEMA}.relay_leases where shard = ?)`,
      [slice ?? null],
    );
  }

  it("are all of the relay that is alone, at once", async () => {
    const only = newLease();
    expect((await only.slices()).sort((a, b) => a - b)).toEqual(ALL);
  });

  it("are shared out fairly when another comes, and another", async () => {
    const leases = [newLease()];
    await ofEach(leases);
    leases.push(newLease());
    await untilShared(leases, [16, 16]);
    leases.push(newLease());
    await untilShared(leases, [10, 11, 11]);
  });

  it("go to the others when a relay ends or dies", async () => {
    const [one, two, three] = [newLease(), newLease(), newLease()];
    await untilShared([one, two, three], [10, 11, 11]);
    await two.release();
    await untilShared([one, three], [16, 16]);
    await dieOut(one);
    await untilShared([three], [32]);
  });

  it("are no longer those of a relay that wakes from a long pause", async () => {
    const [paused, other] = [newLease(), newLease()];
    await untilShared([paused, other], [16, 16]);
    await dieOut(paused);
    await untilShared([other], [32]);
    await untilShared([paused, other], [16, 16]);
  });

  it("are left to a relay of the version before, which leases whole shards, until it ends", async () => {
    const renewOld = async (): Promise<void> => {
      await deps.db.raw(
        `insert into ${SCHEMA}.relay_leases as lease (shard, owner, expires_at)
         select shard, 'before', now() + interval '5 s' from generate_series(0, 1) as shard
         on conflict (shard) do update set owner = excluded.owner, expires_at = excluded.expires_at
           where lease.owner = excluded.owner or lease.expires_at < now()`,
      );
    };
    await renewOld();
    const leases = [newLease(), newLease()];
    const ofOthers = ALL.filter((slice) => slice % 4 > 1);
    await eventually(async () => {
      await renewOld();
      expect((await ofEach(leases)).flat().sort((a, b) => a - b)).toEqual(ofOthers);
      return true;
    });
    await deps.db.raw(`delete from ${SCHEMA}.relay_leases where owner = 'before'`);
    await untilShared(leases, [16, 16]);
  });

  it("keep a relay of the version before from every shard", async () => {
    await newLease().slices();
    const { rows } = await deps.db.raw<{ rows: { shard: number }[] }>(
      `select shard from ${SCHEMA}.relay_leases where shard between 0 and 3 and expires_at > now()`,
    );
    expect(rows).toHaveLength(4);
  });
});

describe("two relays", () => {
  let relays: Relay[] = [];
  afterEach(async () => {
    jest.restoreAllMocks();
    await Promise.all(relays.map((relay) => relay.stop()));
    relays = [];
  });

  function relayInto(seen: Set<string>, db: Database = deps.db): Relay {
    const relay = startRelay({
      db,
      schema: SCHEMA,
      deliver: (events: Envelope[]) => {
        for (const { id } of events) seen.add(id);
        return Promise.resolve(events.map(({ id }) => id));
      },
      retentionDays: 30,
      log: deps.log,
      interval: 20,
    });
    relays.push(relay);
    return relay;
  }

  it("both publish, and one alone goes on with what either had", async () => {
    const [one, two] = [new Set<string>(), new Set<string>()];
    const first = relayInto(one);
    const ids = [await append(deps, "first@example.com")];
    await eventually(() => one.size > 0);
    relayInto(two);
    await eventually(async () => {
      ids.push(await append(deps, `${ids.length}@example.com`));
      return two.size > 0;
    });
    await first.stop();
    for (let n = 0; n < 40; n += 1) ids.push(await append(deps, `after-${n}@example.com`));
    await eventually(() => new Set([...one, ...two]).size === ids.length);
    expect([...new Set([...one, ...two])].sort()).toEqual(ids.sort());
  });

  it("look at everything once they get another's slices, which may hold what is older", async () => {
    const first = relayInto(new Set());
    const db = database.of("taker");
    const looks: { slices: number; since: string }[] = [];
    // Looks at everything seem to take so long that the next is not due while this runs.
    const clock = performance.now.bind(performance);
    let ahead = 0;
    jest.spyOn(performance, "now").mockImplementation(() => clock() + ahead);
    db.on("query", ({ sql, bindings }: { sql: string; bindings: unknown[] }) => {
      if (!sql.includes("unpublished.shard = part.shard")) return;
      const [, digits, since] = bindings as [number[], string[], string];
      looks.push({ slices: digits.join("").length / 2, since });
      if (since === FIRST_ID) ahead += 4_900;
    });
    relayInto(new Set(), db);
    await eventually(() => looks.some(({ slices, since }) => slices === 16 && since !== FIRST_ID));
    await first.stop();
    await eventually(() => looks.some(({ slices }) => slices === 32));
    const gains = looks.filter(({ slices }, n) => slices > (looks[n - 1]?.slices ?? 0));
    expect(gains.at(-1)).toEqual({ slices: 32, since: FIRST_ID });
    expect(gains.filter(({ since }) => since !== FIRST_ID)).toEqual([]);
  });
});
