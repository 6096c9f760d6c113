import { type Envelope, type Relay, startRelay, userRegistered } from "../../../shared/events";
import type { Deps } from "../../../shared/service";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { eventually } from "../../support/eventually";
import { append, prepareTables, SCHEMA } from "./support";

let database: TestDatabase;
let deps: Deps;
let relays: Relay[] = [];

beforeEach(async () => {
  database = await createTestDatabase({ migrated: false });
  deps = testDeps(database, SCHEMA);
  await prepareTables(database);
});
afterEach(async () => {
  await Promise.all(relays.map((relay) => relay.stop()));
  relays = [];
  await database.drop();
});

/** A relay to somewhere that takes every event. */
function relayTo(deliver: (events: Envelope[]) => Promise<void>, interval = 20): Relay {
  const relay = startRelay({
    db: deps.db,
    schema: SCHEMA,
    deliver: async (events) => {
      await deliver(events);
      return events.map(({ id }) => id);
    },
    retentionDays: 30,
    log: deps.log,
    interval,
  });
  relays.push(relay);
  return relay;
}

const unpublished = async (): Promise<number> => {
  const rows = await deps.db.withSchema(SCHEMA).from("unpublished").select("id");
  return rows.length;
};

test("leaves no event behind when its transaction is undone", async () => {
  const undone = deps.transaction(async (trx) => {
    await deps.outbox.append(trx, userRegistered, {
      aggregateVersion: 1,
      data: { email: "undone@example.com" },
      caller: {},
    });
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  expect(await unpublished()).toBe(0);
});

test("refuses data that is not of the event's form, and with it the whole transaction", async () => {
  const wrong = deps.transaction(async (trx) => {
    await trx.raw(`insert into ${SCHEMA}.effects values ('half done')`);
    await deps.outbox.append(trx, userRegistered, {
      aggregateVersion: 1,
      data: {} as never,
      caller: {},
    });
  });
  await expect(wrong).rejects.toThrow();
  expect(await deps.db.withSchema(SCHEMA).from("effects").select("event_id")).toEqual([]);
});

test("publishes every event once with one relay, in an envelope of who and where", async () => {
  const seen: unknown[] = [];
  relayTo(async (events) => void seen.push(...events));
  const id = await deps.transaction((trx) =>
    deps.outbox.append(trx, userRegistered, {
      subject: "user_1",
      aggregateVersion: 7,
      data: { email: "a@example.com" },
      caller: {
        principal: { kind: "operator" },
        ip: "192.0.2.1",
        userAgent: "cli",
        requestId: "r1",
      },
    }),
  );
  await eventually(async () => (await unpublished()) === 0);
  expect(seen).toEqual([
    {
      specversion: "1.0",
      id,
      source: `/jumar/${SCHEMA}`,
      type: "user.registered",
      subject: "user_1",
      time: expect.stringMatching(/Z$/) as string,
      datacontenttype: "application/json",
      dataschema: "urn:jumar:event:user.registered:1",
      data: { email: "a@example.com" },
      aggregateversion: 7,
      actor: "operator",
      clientip: "192.0.2.1",
      useragent: "cli",
      requestid: "r1",
    },
  ]);
});

test("loses nothing with two relays, one of which takes over when the other ends", async () => {
  const seen = new Set<string>();
  const deliver = async (events: Envelope[]) => {
    for (const { id } of events) seen.add(id);
  };
  const first = relayTo(deliver);
  relayTo(deliver);
  const ids: string[] = [];
  for (let n = 0; n < 60; n += 1) {
    ids.push(await append(deps, `n${n}@example.com`));
    if (n === 30) await first.stop();
  }
  await eventually(async () => (await unpublished()) === 0);
  expect([...seen].sort()).toEqual(ids.sort());
});

test("publishes again what a delivery failed for, and tells how long it has waited", async () => {
  let isAway = true;
  const seen: string[] = [];
  const relay = relayTo(async (events) => {
    if (isAway) throw new Error("away");
    seen.push(...events.map(({ id }) => id));
  });
  const id = await append(deps, "a@example.com");
  await eventually(async () => (await relay.lag()) > 0.1);
  expect(await unpublished()).toBe(1);
  isAway = false;
  await eventually(async () => (await unpublished()) === 0);
  expect(seen).toEqual([id]);
  expect(await relay.lag()).toBe(0);
});

test("publishes twice rather than never when it dies between delivery and mark", async () => {
  const seen: string[] = [];
  const dying = relayTo(async (events) => {
    seen.push(...events.map(({ id }) => id));
    throw new Error("died after the delivery");
  });
  const id = await append(deps, "a@example.com");
  await eventually(() => seen.length > 0);
  await dying.stop();
  relayTo(async (events) => void seen.push(...events.map((event) => event.id)));
  await eventually(async () => (await unpublished()) === 0);
  expect(new Set(seen)).toEqual(new Set([id]));
  expect(seen.length).toBeGreaterThan(1);
});

test("publishes what commits late, behind newer events", async () => {
  const seen: string[] = [];
  relayTo(async (events) => void seen.push(...events.map(({ id }) => id)));
  let commit: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (commit = resolve));
  const late = deps.transaction(async (trx) => {
    const id = await deps.outbox.append(trx, userRegistered, {
      aggregateVersion: 1,
      data: { email: "late@example.com" },
      caller: {},
    });
    await held;
    return id;
  });
  const newer = await append(deps, "newer@example.com");
  await eventually(() => seen.includes(newer));
  commit();
  const id = await late;
  await eventually(() => seen.includes(id));
});

test("marks what a failed mark left, although nothing new comes", async () => {
  await deps.db.raw(
    `create function ${SCHEMA}.refuse() returns trigger language plpgsql
     as 'begin raise exception ''refused''; end'`,
  );
  await deps.db.raw(
    `create trigger unmarked before delete on ${SCHEMA}.unpublished
     for each row execute function ${SCHEMA}.refuse()`,
  );
  let deliveries = 0;
  relayTo(() => {
    deliveries += 1;
    return Promise.resolve();
  });
  await append(deps, "marked@example.com");
  await eventually(() => deliveries > 0);
  await deps.db.raw(`drop trigger unmarked on ${SCHEMA}.unpublished`);
  await eventually(async () => (await unpublished()) === 0);
});
