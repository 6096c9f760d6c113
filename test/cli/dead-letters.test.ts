import type { DeadLetter } from "../../shared/contracts";
import type { Envelope } from "../../shared/events";
import { eventually } from "../support/eventually";
import { type Beside, startBeside } from "./events-support";

let beside: Beside;
let events: Envelope[];

beforeAll(async () => {
  beside = await startBeside();
  for (const name of ["ada", "bob", "cyd"]) await beside.register(`${name}@example.com`);
  events = await beside.json<Envelope[]>("events", "list", "--order", "asc");
  await eventually(async () => (await statuses()).join() === "done,done,done");
});
afterAll(() => beside.stop());

async function statuses(): Promise<string[]> {
  const inbox = beside.db.withSchema("search").table("inbox");
  return (await inbox.orderBy("event_id").pluck("status")) as string[];
}

/** As if search had given its first events up. */
async function bury(count: number): Promise<void> {
  for (const event of events.slice(0, count)) {
    await beside.db.raw(
      `update search.inbox set status = 'dead', attempts = 6, last_error = 'Error: not this one',
         envelope = ? where envelope is null and type = 'user.registered' and event_id = (
           select id from accounts.outbox where subject = ?)`,
      [JSON.stringify(event), event.subject ?? ""],
    );
  }
}

async function recorded(type: string): Promise<unknown[]> {
  const outbox = beside.db.withSchema("accounts").table("outbox");
  const rows = await outbox
    .where({ type })
    .orderBy("created_at", "desc")
    .select<{ data: unknown }[]>("data");
  return rows.map(({ data }) => data);
}

test("says that there are none", async () => {
  expect(await beside.json("dead-letters", "list")).toEqual([]);
  expect(await beside.run("dead-letters", "retry", "--all")).toMatchObject({
    code: 0,
    stdout: "There was nothing to retry.\n",
  });
  expect(await recorded("dead_letters.retried")).toEqual([]);
});

test("lists and shows what was given up, retries one, then all, and writes that down", async () => {
  await bury(3);
  const letters = await beside.json<DeadLetter[]>("dead-letters", "list");
  expect(letters.map(({ event_id }) => event_id).sort()).toEqual(events.map(({ id }) => id).sort());
  const { id } = events[0]!;
  expect(await beside.json("dead-letters", "show", id)).toMatchObject({
    subscriber: "search",
    attempts: 6,
    last_error: "Error: not this one",
    envelope: events[0],
  });

  expect(await beside.json("dead-letters", "retry", id)).toEqual([
    { subscriber: "search", retried: 1, unreadable: 0 },
  ]);
  await eventually(
    async () => (await statuses()).filter((status) => status === "done").length === 1,
  );
  const again = await beside.run("dead-letters", "retry", id, "--subscriber", "search");
  expect(again).toEqual({
    code: 1,
    stdout: "",
    stderr: `jumar: search has no dead letter ${id}\n`,
  });

  const { stdout } = await beside.run("dead-letters", "retry", "--all");
  expect(stdout).toBe("search tries 2 events again.\n");
  await eventually(async () => (await statuses()).join() === "done,done,done");
  expect(await recorded("dead_letters.retried")).toEqual([
    { subscriber: "search", filter: {}, counts: { retried: 2 } },
    { subscriber: "search", filter: { ids: [id] }, counts: { retried: 1 } },
  ]);
});

test("discards one and writes that down", async () => {
  await bury(1);
  const { id } = events[0]!;
  const { code, stdout } = await beside.run("dead-letters", "discard", id);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `Discarded ${id} (user.registered) of search.\n`,
  });
  expect(await statuses()).toEqual(["done", "done"]);
  expect(await recorded("dead_letters.discarded")).toEqual([
    { subscriber: "search", filter: { ids: [id] }, counts: { discarded: 1 } },
  ]);
});

const ABSENT = "event_01h455vb4pex5vsknk084sn02q";

test.each([
  [["list", "--subscriber", "nobody"], 2, "there is no subscriber nobody; there are audit, notifier, search"],
  [["retry"], 2, "name the events to retry by their ids, or take --all"],
  [["retry", ABSENT, "--all"], 2, "name the events to retry by their ids, or take --all"],
  [["show", ABSENT], 1, `nobody has a dead letter ${ABSENT}`],
  [["discard", ABSENT, "--subscriber", "audit"], 1, `audit has no dead letter ${ABSENT}`],
])("says in one line why `dead-letters %j` fails", async (args, code, reason) => {
  expect(await beside.run("dead-letters", ...args)).toEqual({
    code,
    stdout: "",
    stderr: `jumar: ${reason}\n`,
  });
}); // prettier-ignore
