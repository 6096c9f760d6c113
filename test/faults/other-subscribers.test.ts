import type { DeadLetter } from "../../shared/contracts";
import { type Envelope, on, RefusedEvent, userRegistered } from "../../shared/events";
import { createLogger } from "../../shared/observability";
import { deadLetters, replay, type RunningSubscriber, subscribe } from "../../shared/subscriber";
import { type Beside, startBeside } from "../cli/events-support";
import { urlOf } from "../cli/support";
import { linesOf } from "../docs/blocks/commands";
import { blocksOf } from "../docs/blocks/markdown";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { eventually } from "../support/eventually";
import { createVhost, type Vhost } from "../support/rabbitmq";
import { withRealParts } from "../support/real-parts";

withRealParts("other people's subscribers", () => {
  const log = createLogger({ level: "silent", pretty: false });
  let vhost: Vhost;
  let beside: Beside;
  let own: TestDatabase;
  let programs: RunningSubscriber[];
  let isMended = false;
  let event: Envelope;

  /** What both do about a registration: note it, but for one that they refuse until they are mended. */
  const handler = on(userRegistered, async (_deps: unknown, { data }, trx) => {
    if (data.email === "bob@example.com" && !isMended) throw new RefusedEvent("not this one");
    await trx.table("heard").insert({ email: data.email });
  });

  beforeAll(async () => {
    vhost = await createVhost();
    beside = await startBeside({ AMQP_URL: vhost.url });
    own = await createTestDatabase({ migrated: false });
    const places = { billing: urlOf(beside.settings), crm: urlOf(own.settings) };
    programs = Object.entries(places).map(([name, database]) =>
      subscribe({ amqpUrl: vhost.url, database, name, on: [handler], log }),
    );
    for (const db of [beside.db, own.of("test")]) await db.raw("create table heard (email text)");
    await Promise.all(programs.map((program) => program.ready()));
    for (const name of ["ada", "bob"]) await beside.register(`${name}@example.com`);
    const events = await beside.json<Envelope[]>("events", "list", "--type", "user.registered");
    event = events[0]!;
    for (const db of [beside.db, own.of("test")]) {
      await eventually(async () => (await heardIn(db)).length === 1);
    }
    await eventually(async () => (await letters()).length === 1);
  });
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.stop()));
    await beside.stop();
    await own.drop();
    await vhost.drop();
  });

  async function heardIn(db: TestDatabase["of"] extends (name: string) => infer D ? D : never) {
    return (await db.table("heard").orderBy("email").pluck("email")) as string[];
  }
  const letters = () => beside.json<DeadLetter[]>("dead-letters", "list");
  const ofCrm = () => ["--subscriber", "crm", "--database", urlOf(own.settings)];

  it("are found in the platform's database, and in one of their own by its URL", async () => {
    expect(await letters()).toMatchObject([{ subscriber: "billing", event_id: event.id }]);
    const shown = await beside.json("dead-letters", "show", event.id, "--subscriber", "billing");
    expect(shown).toMatchObject({ last_error: "RefusedEvent: not this one", envelope: event });
    const theirs = await eventually(async () => {
      const found = await beside.json<DeadLetter[]>("dead-letters", "list", ...ofCrm());
      return found.length === 1 && found;
    });
    expect(theirs).toMatchObject([{ subscriber: "crm", event_id: event.id, attempts: 1 }]);
  });

  it("have their dead letters tried again, and the log tells of it", async () => {
    isMended = true;
    const tried = [{ subscriber: "billing", retried: 1, unreadable: 0 }];
    expect(await beside.json("dead-letters", "retry", event.id)).toEqual(tried);
    await eventually(async () => (await heardIn(beside.db)).includes("bob@example.com"));
    const { stdout } = await beside.run("dead-letters", "retry", "--all", ...ofCrm());
    expect(stdout).toBe("crm tries 1 event again.\n");
    await eventually(async () => (await heardIn(own.of("test"))).includes("bob@example.com"));
    const told = await beside.json<Envelope[]>("events", "list", "--type", "dead_letters.retried");
    expect(told.map(({ data, actor }) => ({ data, actor }))).toEqual([
      { actor: "operator", data: { subscriber: "crm", filter: {}, counts: { retried: 1 } } },
      {
        actor: "operator",
        data: { subscriber: "billing", filter: { ids: [event.id] }, counts: { retried: 1 } },
      },
    ]);
  });

  it("are operated as docs/events.md says", async () => {
    const [block] = blocksOf("docs/events.md").filter(
      ({ language, checkedBy }) =>
        language === "sh" && checkedBy === "test/faults/other-subscribers.test.ts",
    );
    const commands = linesOf(block!.code);
    expect(commands).toHaveLength(3);
    for (const command of commands) {
      // The page's database is one of its own, as that of crm is here.
      const words = command.split(" ").slice(1);
      const args = words.includes("--database")
        ? [...words.slice(0, words.indexOf("--subscriber")), ...ofCrm()]
        : words;
      expect(await beside.run(...args)).toMatchObject({ code: 0, stderr: "" });
    }
  });

  it("have events of the log replayed into their queue alone, those that they hear", async () => {
    const before = await beside.db.withSchema("audit").table("inbox").max("received_at as at");
    await beside.db.raw("delete from billing.inbox");
    await beside.db.raw("delete from heard");
    const dry = await beside.json("events", "replay", "--to", "billing", "--dry-run");
    expect(dry).toMatchObject({ subscriber: "billing", events: 2 });
    const { stdout } = await beside.run("events", "replay", "--to", "billing");
    expect(stdout).toBe("Replayed 2 events to billing, through its queue.\n");
    const all = ["ada@example.com", "bob@example.com"];
    await eventually(async () => (await heardIn(beside.db)).length === 2);
    expect(await heardIn(beside.db)).toEqual(all);
    expect(await heardIn(own.of("test"))).toEqual(all);
    const known = await beside.db
      .withSchema("audit")
      .table("inbox")
      .where("type", "user.registered")
      .max("received_at as at");
    expect(Number(known[0]!.at)).toBeLessThanOrEqual(Number(before[0]!.at));
  });

  it("have them replayed into an inbox in a database of their own, and by the functions of jumar/subscriber", async () => {
    const place = { database: urlOf(own.settings), name: "crm" };
    const args = ["replay", "--to", "crm", "--database", place.database];
    expect(await beside.json("events", ...args)).toEqual({
      subscriber: "crm",
      received: 2,
      new: 0,
      known: 2,
    });
    await own.of("test").raw("delete from crm.inbox");
    await own.of("test").raw("delete from heard");
    isMended = false;
    expect(await replay({ ...place, events: [event] })).toEqual({ received: 1, new: 1, known: 0 });
    const desk = deadLetters(place);
    try {
      const given = await eventually(async () => (await desk.list()).data[0]);
      expect(given).toMatchObject({ event_id: event.id, last_error: "RefusedEvent: not this one" });
      expect(await desk.show(event.id)).toMatchObject({ envelope: { id: event.id } });
      isMended = true;
      expect(await desk.retry({ all: true })).toBe(1);
      await eventually(async () => (await heardIn(own.of("test"))).length === 1);
      await expect(desk.discard(event.id)).rejects.toMatchObject({ code: "not_found" });
    } finally {
      await desk.close();
    }
  });

  const URL = "postgresql://nobody:hunter2@localhost:x/db";
  it.each([
    [["dead-letters", "list", "-s", "nobody"], 2, "there is no subscriber nobody; there are audit, billing, notifier, search"],
    [["events", "replay", "--to", "nobody", "--type", "user.deleted"], 2, "there is no subscriber nobody; there are audit, billing, notifier, search"],
    [["events", "replay", "--to", "billing", "--type", "user.deleted"], 2, "billing does not hear user.deleted; it hears user.registered"],
    [["events", "replay", "--to", "crm"], 2, "which types crm hears is not known here; name them with --type, or events with --id"],
    [["dead-letters", "list", "-s", "crm", "--database", URL], 2, "--database takes a URL such as postgresql://user:password@host:5432/name"],
  ])("say in one line why `%j` fails", async (args, code, reason) => {
    expect(await beside.run(...args)).toEqual({ code, stdout: "", stderr: `jumar: ${reason}\n` });
  }); // prettier-ignore
});
