import { setTimeout as sleep } from "node:timers/promises";
import { type Envelope, startRelay } from "../../../shared/events";
import { append, prepareTables, SCHEMA } from "../../shared/events/support";
import { createTestDatabase, testDeps } from "../../support/database";
import { eventually } from "../../support/eventually";
import { startGateway } from "./support";

/** What is offered on the tiers that promise nothing, once it is published for good. */
describe("what a relay says of published events", () => {
  async function relays(count: number, options: Partial<Parameters<typeof startRelay>[0]>) {
    const database = await createTestDatabase({ migrated: false });
    const deps = testDeps(database, SCHEMA);
    await prepareTables(database);
    const running = Array.from({ length: count }, () =>
      startRelay({
        db: deps.db,
        schema: SCHEMA,
        deliver: (events) => Promise.resolve(events.map(({ id }) => id)),
        retentionDays: 30,
        log: deps.log,
        interval: 20,
        ...options,
      }),
    );
    const unpublished = async (): Promise<number> =>
      (await deps.db.withSchema(SCHEMA).from("unpublished").select("id")).length;
    return {
      deps,
      unpublished,
      async stop() {
        await Promise.all(running.map((relay) => relay.stop()));
        await database.drop();
      },
    };
  }

  it("names each event once, after it is marked, and none that was not delivered", async () => {
    const told: Envelope[] = [];
    let refused: string | undefined;
    const { deps, unpublished, stop } = await relays(1, {
      deliver: (events) => {
        refused ??= events.find(({ data }) => (data as { email: string }).email === "no")?.id;
        return Promise.resolve(events.map(({ id }) => id).filter((id) => id !== refused));
      },
      onPublished: (events) => told.push(...events),
    });
    const ids = [await append(deps, "a"), await append(deps, "b")];
    await append(deps, "no");
    await eventually(async () => (await unpublished()) === 1);
    await eventually(() => told.length === 2);
    await sleep(100);
    expect(told.map(({ id }) => id).sort()).toEqual(ids.sort());
    await stop();
  });

  it("is said by one of two relays that publish the same event at once", async () => {
    const told: Envelope[] = [];
    let together: (() => void)[] = [];
    const { deps, unpublished, stop } = await relays(2, {
      // Both have the event in hand before either marks it, as when a paused relay wakes.
      deliver: async (events) => {
        await new Promise<void>((resolve) => {
          together.push(resolve);
          if (together.length < 2) return;
          for (const go of together) go();
          together = [];
        });
        return events.map(({ id }) => id);
      },
      onPublished: (events) => told.push(...events),
    });
    const id = await append(deps, "a");
    // One holds the leases; take them away so that the other finds the event, too.
    await eventually(async () => {
      await deps.db.raw(`delete from ${SCHEMA}.relay_leases`);
      return (await unpublished()) === 0;
    });
    await sleep(100);
    expect(told.map((event) => event.id)).toEqual([id]);
    await stop();
  });

  it("changes nothing for the events when whoever hears it throws", async () => {
    const { deps, unpublished, stop } = await relays(1, {
      onPublished: () => {
        throw new Error("deaf");
      },
    });
    // A relay that took it for a failure of its own would pause longer each time.
    for (let count = 0; count < 5; count += 1) {
      await append(deps, "a");
      await eventually(async () => (await unpublished()) === 0, 1_000);
    }
    await stop();
  });
});

describe("the event bus", () => {
  it("offers each event with its envelope, and a listener that fails harms nobody", async () => {
    const heard: Envelope[] = [];
    const gateway = await startGateway({
      guests: [
        { name: "listener", events: { "user.registered": (ctx) => void heard.push(ctx.params) } },
        {
          name: "failing",
          events: {
            "user.registered"() {
              throw new Error("not today");
            },
          },
        },
      ],
    });
    const { email, userId } = await gateway.signUp();
    await eventually(() => heard.length > 0);
    await gateway.signUp();
    await eventually(() => heard.length > 1);
    expect(heard).toHaveLength(2);
    expect(heard[0]).toMatchObject({
      specversion: "1.0",
      id: expect.stringMatching(/^event_/) as string,
      subject: userId,
      data: { email },
      aggregateversion: 1,
    });
    const { rows } = await gateway.owner.raw<{ rows: unknown[] }>(
      `select 1 from accounts.outbox where type = 'user.registered'
         and id not in (select id from accounts.unpublished)`,
    );
    expect(rows).toHaveLength(2);
    await gateway.stop();
  });
});
