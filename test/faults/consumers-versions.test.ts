import auditService from "../../services/audit/service";
import searchService from "../../services/search/service";
import type { Envelope, Subscription } from "../../shared/events";
import { encodeTypeId, generateUuidV7 } from "../../shared/ids";
import { anEvent, idsOf, someEvents } from "../support/consumers/events";
import { type Rig, startRig } from "../support/consumers/rig";
import { createChance, say } from "../support/consumers/say";
import { testDeps } from "../support/database";
import { eventually } from "../support/eventually";
import { withRealParts } from "../support/real-parts";

withRealParts("old and new versions side by side", () => {
  let rig: Rig;
  const chance = createChance();

  beforeAll(async () => {
    rig = await startRig({ migrated: true });
  });
  afterAll(() => rig.stop());
  afterEach(() => rig.clear());

  /** Runs a service's own subscriptions, on its own tables. */
  async function run(name: "audit" | "search"): Promise<void> {
    const { parts } = name === "audit" ? auditService : searchService;
    const subscriptions = parts.subscribe as unknown as readonly Subscription<never>[];
    const deps = testDeps(rig.database, name);
    await rig.subscribe({ name, subscriptions, deps, db: rig.database.of(name), schema: name });
  }

  async function recorded(events: readonly Envelope[]): Promise<{ type: string; data: object }[]> {
    return await eventually(async () => {
      const rows = await rig.database
        .of("audit")
        .withSchema("audit")
        .from("entries")
        .orderBy("occurred_at")
        .select<{ type: string; data: object }[]>("type", "data");
      return rows.length >= events.length && rows;
    });
  }

  test("drops attributes and fields it does not know", async () => {
    await rig.subscribe({ name: "a" });
    const events = [
      anEvent(1, { partitionkey: "p", newattribute: { deep: [1] } }),
      anEvent(2, { data: { n: 2, added_later: "x" } }),
      anEvent(3, { datacontenttype: undefined }),
    ];
    await rig.queues.publish(events);
    await rig.records.untilEffects("a", 3);
    expect(await rig.records.effects("a")).toEqual(idsOf(events));
  });

  test("reads what an older version published, which knew fewer attributes", async () => {
    await rig.subscribe({ name: "a" });
    const { id, source, type, time, specversion } = anEvent(0);
    const old = { id, source, type, time, specversion, data: { n: 1 }, aggregateversion: 1 };
    const dataschema = "urn:jumar:event:test.happened:1";
    await rig.queues.publish([{ ...old, dataschema } as Envelope]);
    await rig.records.untilEffects("a", 1);
  });

  test("parks what only a newer version's schema says, or no version could, and delivers its neighbours", async () => {
    await rig.subscribe({ name: "a" });
    const neighbours = someEvents(6);
    const refused: [object, RegExp][] = [
      [{ dataschema: "urn:jumar:event:test.happened:9" }, /^UnknownSchema: .* knows version 1 of/],
      [{ dataschema: "urn:jumar:event:test.happened:0" }, /^UnknownSchema/],
      [{ dataschema: "urn:jumar:event:test.other:1" }, /^UnknownSchema/],
      [{ aggregateversion: 0 }, /envelope of ours: aggregateversion/],
      [{ aggregateversion: -1 }, /envelope of ours: aggregateversion/],
      [{ aggregateversion: 1.5 }, /envelope of ours: aggregateversion/],
      [{ aggregateversion: 2 ** 31 }, /envelope of ours: aggregateversion/],
    ];
    await rig.queues.publish([
      ...neighbours.slice(0, 3),
      ...refused.map(([fields], n) => anEvent(n, fields)),
      ...neighbours.slice(3),
    ]);
    await rig.records.untilEffects("a", 6);
    const dead = await eventually(async () => {
      const rows = (await rig.records.inbox("a")).filter(({ status }) => status === "dead");
      return rows.length === refused.length && rows;
    });
    for (const [, problem] of refused) {
      expect(dead.map((row) => row.last_error)).toContainEqual(expect.stringMatching(problem));
    }
    expect(await rig.records.effects("a")).toEqual(idsOf(neighbours));
  });

  test("records in the audit trail an event of a type that is not known yet", async () => {
    await run("audit");
    const event = anEvent(0, { type: "user.knighted", data: { title: "Sir", n: 1 } });
    await rig.queues.publish([event]);
    const rows = await recorded([event]);
    expect(rows.at(-1)).toEqual({
      type: "user.knighted",
      // A text that is not known may be personal: the trail has a fingerprint of it from the start.
      data: { title_fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) as string, n: 1 },
    });
  });

  test("parks an event of a type that only a newer version of the subscriber hears", async () => {
    await rig.subscribe({ name: "a" });
    // The newer version has bound the queue both of them consume from.
    await rig.queues.channel.bindQueue("jumar.a", "jumar.events", "test.invented_later");
    const later = anEvent(7, { type: "test.invented_later" });
    const neighbours = someEvents(10);
    await rig.queues.publish([...neighbours.slice(0, 5), later, ...neighbours.slice(5)]);
    await rig.records.untilEffects("a", 10);
    const dead = await eventually(async () =>
      (await rig.records.inbox("a")).find(({ status }) => status === "dead"),
    );
    expect(dead).toMatchObject({ type: "test.invented_later", envelope: later });
    expect(await rig.records.effects("a")).toEqual(idsOf(neighbours));
  });

  test("leaves search with the highest version of each user, in whatever order and number events come", async () => {
    await run("search");
    await run("search");
    const users = Array.from({ length: 25 }, () => generateUuidV7());
    const newest = 12;
    const events = users.flatMap((user) =>
      Array.from({ length: newest }, (_, n) => {
        const version = n + 1;
        const email = `v${version}-${user}@example.com`;
        return anEvent(n, {
          type: version === 1 ? "user.registered" : "user.email_changed",
          subject: encodeTypeId("user", user),
          data: { email, previous_email: "x@example.com" },
          aggregateversion: version,
        });
      }),
    );
    await rig.queues.publish(chance.shuffle([...events, ...events]));
    await eventually(async () => (await rig.queues.waiting("search")) === 0, 60_000);
    const table = (name: string) => rig.database.of("search").withSchema("search").from(name);
    await eventually(
      async () =>
        (await table("inbox").where({ status: "done" }).select("event_id")).length ===
        events.length,
    );
    const documents = await table("documents").select<
      { id: string; version: number; email: string }[]
    >("id", "version", "email");
    say("highest version", { seed: chance.seed, events: events.length * 2 });
    expect(documents).toHaveLength(users.length);
    for (const { id, version, email } of documents) {
      expect({ version, email }).toEqual({
        version: newest,
        email: `v${newest}-${id}@example.com`,
      });
    }
  });
});
