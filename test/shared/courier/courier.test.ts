import {
  type Courier,
  type Delivery,
  type DeliveryTable,
  deliveryTable,
  type Outcome,
  startCourier,
  type Verdict,
} from "../../../shared/courier";
import { generateUuidV7 } from "../../../shared/ids";
import { createLogger } from "../../../shared/observability";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { eventually } from "../../support/eventually";

const PLACE = { schema: "courier_test", table: "parcels" };

interface Parcel extends Delivery {
  address: string;
}

let database: TestDatabase;
let parcels: DeliveryTable<Parcel>;
let couriers: Courier<Parcel>[] = [];
const counted: [string, Outcome][] = [];
const log = createLogger({ level: "silent", pretty: false });

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
  const db = database.of("courier");
  await db.raw(`create schema ${PLACE.schema}`);
  await db.raw(
    `create table courier_test.parcels (
      id uuid primary key,
      address text not null,
      status text not null,
      attempts int4 not null default 0,
      available_at timestamptz not null default now(),
      last_error text,
      created_at timestamptz not null default now(),
      retried_at timestamptz,
      finished_at timestamptz,
      traceparent text
    )`,
  );
  parcels = deliveryTable<Parcel>(db, { ...PLACE, columns: ["address"] });
});
afterEach(async () => {
  for (const courier of couriers) await courier.stop();
  couriers = [];
  counted.length = 0;
  await database.of("courier").withSchema(PLACE.schema).table(PLACE.table).delete();
});
afterAll(async () => {
  await database.drop();
});

function start(
  send: (parcel: Parcel) => Promise<void>,
  judge: (error: unknown) => Verdict = () => ({ then: "retry", problem: "away" }),
): Courier<Parcel> {
  const courier = startCourier<Parcel>({
    what: "parcel",
    deliveries: parcels,
    send,
    judge,
    schedule: { giveUpAfter: 3600, longestPause: 60 },
    count: ({ address }, outcome) => counted.push([address, outcome]),
    describe: ({ id }) => ({ event_id: id }),
    log,
  });
  couriers.push(courier);
  return courier;
}

async function queue(...addresses: string[]): Promise<string[]> {
  const rows = addresses.map((address) => ({ id: generateUuidV7(), address, status: "queued" }));
  await database.of("courier").withSchema(PLACE.schema).table(PLACE.table).insert(rows);
  return rows.map(({ id }) => id);
}

interface Row {
  address: string;
  status: string;
  attempts: number;
  last_error: string | null;
  finished_at: Date | null;
  /** Seconds until it is due. */
  due: number;
}

async function rows(): Promise<Row[]> {
  const { rows: found } = await database.of("courier").raw<{ rows: Row[] }>(
    `select address, status, attempts, last_error, finished_at,
       extract(epoch from available_at - now())::float8 as due
     from courier_test.parcels order by address`,
  );
  return found;
}

const only = async (): Promise<Row | undefined> => (await rows())[0];

describe("a courier", () => {
  it("sends what is queued, and writes down that it was sent", async () => {
    const sent: Parcel[] = [];
    start((parcel) => Promise.resolve(void sent.push(parcel)));
    await queue("a", "b");
    await eventually(async () => (await rows()).every(({ status }) => status === "sent"));
    expect(sent.map(({ address }) => address).sort()).toEqual(["a", "b"]);
    expect(sent[0]).toMatchObject({
      attempts: 1,
      traceparent: null,
      age: expect.any(Number) as number,
    });
    expect((await only())?.finished_at).not.toBeNull();
    expect(counted.sort()).toEqual([
      ["a", "sent"],
      ["b", "sent"],
    ]);
  });

  it("sends each once when several are at work", async () => {
    const sent: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      start(({ address }) => Promise.resolve(void sent.push(address)));
    }
    const addresses = Array.from({ length: 60 }, (_, n) => `a${n}`);
    await queue(...addresses);
    await eventually(async () => (await rows()).every(({ status }) => status === "sent"));
    expect(sent.sort()).toEqual(addresses.sort());
  });

  it("puts off what fails, longer each time, and keeps the problem", async () => {
    start(() => Promise.reject(new Error("away")));
    await queue("a");
    await eventually(async () => (await only())?.last_error === "away");
    expect(await only()).toMatchObject({ status: "queued", attempts: 1 });
    expect((await only())?.due).toBeGreaterThan(0);
    await eventually(async () => (await only())?.attempts === 2);
    await eventually(() => counted.length === 2);
    expect(counted).toEqual([
      ["a", "failed"],
      ["a", "failed"],
    ]);
    // 4 s, a quarter more or less.
    expect((await only())?.due).toBeGreaterThan(2);
  });

  it("is told with what it takes when the next is due, so that it need not look until then", async () => {
    expect(await parcels.claim(1, 60)).toEqual({ deliveries: [], nextDue: undefined });
    await queue("a", "b");
    const later = "update courier_test.parcels set available_at = now() + interval '1 hour'";
    await database.of("courier").raw(`${later} where address = 'b'`);
    const taken = await parcels.claim(1, 60);
    expect(taken.deliveries.map(({ address }) => address)).toEqual(["a"]);
    expect(taken.nextDue).toBeGreaterThan(3_500);
  });

  it("has what ends together written down together, and a claim given to one of two", async () => {
    const addresses = Array.from({ length: 40 }, (_, n) => `a${n}`);
    await queue(...addresses);
    const claims = await Promise.all(Array.from({ length: 8 }, () => parcels.claim(20, 60)));
    const claimed = claims.flatMap(({ deliveries }) => deliveries).map(({ address }) => address);
    expect(new Set(claimed).size).toBe(claimed.length);
    await database.of("courier").raw("update courier_test.parcels set available_at = now()");
    const statements: string[] = [];
    const db = database.of("courier");
    const note = ({ sql }: { sql: string }) => void statements.push(sql);
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    let sending = 0;
    start(async () => {
      sending += 1;
      await gate;
    });
    await eventually(() => sending === 20);
    db.on("query", note);
    open();
    await eventually(async () => (await rows()).every(({ status }) => status === "sent"));
    db.removeListener("query", note);
    const written = statements.filter((sql) => /^update .*finished_at/.test(sql));
    expect(written.length).toBeGreaterThan(0);
    expect(written.length).toBeLessThan(20);
  });

  it("sends what was queued under a claim of its own without looking for it", async () => {
    const sent: Parcel[] = [];
    const courier = start((parcel) => Promise.resolve(void sent.push(parcel)));
    const room = courier.reserve()!;
    const id = generateUuidV7();
    // Claimed from the beginning: what looks for others finds nothing.
    await database.of("courier").raw(
      `insert into courier_test.parcels (id, address, status, attempts, available_at)
         values (?, 'a', 'queued', 1, now() + interval '1 hour')`,
      [id],
    );
    room.send({ id, address: "a", attempts: 1, age: 0, traceparent: null });
    await eventually(async () => (await only())?.status === "sent");
    expect(sent).toHaveLength(1);
  });

  it("has room for so many at once, and for more when some is given back", async () => {
    const courier = start(() => Promise.resolve());
    const rooms = Array.from({ length: 20 }, () => courier.reserve()!);
    expect(courier.reserve()).toBeUndefined();
    rooms[0]?.giveBack();
    expect(courier.reserve()).toBeDefined();
    await courier.stop();
    rooms[1]?.giveBack();
    expect(courier.reserve()).toBeUndefined();
  });

  it("takes what had no room as soon as there is some", async () => {
    const courier = start(() => Promise.resolve());
    const rooms = Array.from({ length: 20 }, () => courier.reserve()!);
    await queue("a");
    courier.nudge();
    await queue("b");
    for (const room of rooms) room.giveBack();
    await eventually(async () => (await rows()).every(({ status }) => status === "sent"));
  });

  it("skips what nobody wants any more, and parks what is refused", async () => {
    start(
      ({ address }) => Promise.reject(new Error(address)),
      (error) => ({ then: (error as Error).message as "skip" | "park", problem: "no" }),
    );
    await queue("park", "skip");
    await eventually(async () => (await rows()).every(({ status }) => status !== "queued"));
    expect(await rows()).toMatchObject([
      { status: "parked", last_error: "no", attempts: 1 },
      { status: "skipped", last_error: "no", attempts: 1 },
    ]);
    expect(counted.sort()).toEqual([
      ["park", "given_up"],
      ["skip", "skipped"],
    ]);
  });

  it("gives up what has been tried for too long", async () => {
    await queue("a");
    await database
      .of("courier")
      .raw("update courier_test.parcels set created_at = now() - interval '61 minutes'");
    start(() => Promise.reject(new Error("away")));
    await eventually(async () => (await only())?.status === "parked");
    expect(counted).toEqual([["a", "given_up"]]);
  });

  it("does not count as skipped what was ended while it was being sent", async () => {
    const [id = ""] = await queue("a");
    start(
      async () => {
        expect(await parcels.finish(id, "skipped", "deleted")).toBe(true);
        throw new Error("nobody there");
      },
      () => ({ then: "skip", problem: "nobody there" }),
    );
    await eventually(async () => (await only())?.status === "skipped");
    await Promise.all(couriers.map((courier) => courier.stop()));
    expect(await only()).toMatchObject({ last_error: "deleted" });
    expect(counted).toEqual([]);
  });

  it("keeps its lease over what takes long to send", async () => {
    let arrive: () => void = () => undefined;
    let sends = 0;
    const slow = () => {
      sends += 1;
      return new Promise<void>((resolve) => (arrive = resolve));
    };
    start(slow);
    await queue("a");
    await eventually(() => sends === 1);
    await database
      .of("courier")
      .raw("update courier_test.parcels set available_at = now() + interval '4 seconds'");
    // Renewed every 3 s, for another 10.
    await eventually(async () => ((await only())?.due ?? 0) > 5, 10_000);
    arrive();
    await eventually(async () => (await only())?.status === "sent");
    expect(sends).toBe(1);
  });

  it("finishes what it is sending before it stops", async () => {
    let arrive: () => void = () => undefined;
    let isSending = false;
    const courier = start(() => {
      isSending = true;
      return new Promise((resolve) => (arrive = resolve));
    });
    await queue("a");
    await eventually(() => isSending);
    const stopped = courier.stop();
    arrive();
    await stopped;
    expect((await only())?.status).toBe("sent");
  });
});
