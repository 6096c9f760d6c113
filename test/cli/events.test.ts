import type { AuditEntry } from "../../shared/contracts";
import type { Envelope } from "../../shared/events";
import { eventually } from "../support/eventually";
import { type Beside, startBeside } from "./events-support";
import { startJumar } from "./support";

let beside: Beside;
let userId: string;

beforeAll(async () => {
  beside = await startBeside();
  userId = await beside.register("ada@example.com");
  // The rest of the tests is about events that have arrived.
  await eventually(async () => (await doneBySearch()) === 1);
});
afterAll(() => beside.stop());

async function doneBySearch(): Promise<number> {
  const rows = await beside.db.withSchema("search").table("inbox").where({ status: "done" });
  return rows.length;
}

async function audited(type: string): Promise<AuditEntry[]> {
  return await beside.db.withSchema("audit").table("entries").where({ type });
}

test("lists events as an array, filtered, and one of them in full", async () => {
  const [event] = await beside.json<Envelope[]>("events", "list", "--subject", userId);
  expect(event).toMatchObject({ type: "user.registered", subject: userId, actor: "anonymous" });
  expect(await beside.json("events", "show", event!.id)).toEqual(event);
  const { stdout } = await beside.run("events", "list", "--type", "user.registered");
  expect(stdout.split("\n")[0]).toMatch(/^TIME \(UTC\) +TYPE +ID +SUBJECT +ACTOR$/);
  expect(stdout).toContain(event!.id);
  expect(await beside.json("events", "list", "--type", "user.deleted")).toEqual([]);
});

test("replays what the subscriber has forgotten, once, and the audit trail tells of it", async () => {
  expect(await beside.json("events", "replay", "--to", "search", "--dry-run")).toEqual({
    subscriber: "search",
    events: 1,
    dry_run: true,
  });
  expect(await audited("events.replayed")).toEqual([]);

  await beside.db.raw("delete from search.inbox");
  await beside.db.raw("delete from search.documents");
  const answer = { subscriber: "search", received: 1 };
  expect(await beside.json("events", "replay", "--to", "search")).toEqual({
    ...answer,
    new: 1,
    known: 0,
  });
  await eventually(async () => (await doneBySearch()) === 1);
  expect(await beside.db.withSchema("search").table("documents")).toHaveLength(1);
  expect(await beside.json("events", "replay", "--to", "search")).toEqual({
    ...answer,
    new: 0,
    known: 1,
  });
  const entries = await eventually(async () => {
    const found = await audited("events.replayed");
    return found.length === 2 && found;
  });
  expect(entries[0]).toMatchObject({
    actor: "operator",
    data: { subscriber: "search", counts: { received: 1 } },
  });
});

test("follows the log until Ctrl-C, each event once, and ends well", async () => {
  const tail = startJumar(["events", "tail", "--lines", "1", "--json"], beside.env);
  await tail.until("event_");
  const id = await beside.register("eve@example.com");
  await tail.until(id);
  tail.child.kill("SIGINT");
  const { code, stdout, stderr } = await tail.ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const events = stdout.trim().split("\n").map((line) => JSON.parse(line) as Envelope); // prettier-ignore
  expect(events).toHaveLength(2);
  expect(events[1]).toMatchObject({ type: "user.registered", subject: id });
});

test("lists every type of event with its fields", async () => {
  const kinds = await beside.json<{ type: string; data: { name: string }[] }[]>(
    "events",
    "catalog",
  );
  expect(kinds.find(({ type }) => type === "user.email_changed")).toMatchObject({
    version: 1,
    data: [{ name: "previous_email" }, { name: "email" }],
  });
});

test.each([
  [["replay", "--to", "nobody"], 2, "there is no subscriber nobody; there are audit, notifier, search"],
  [["replay", "--to", "search", "--type", "session.created"], 2, "search does not hear session.created; it hears user.registered"],
  [["list", "--type", "user.registred"], 2, "there is no event type user.registred; see `jumar events catalog`"],
  [["list", "--since", "yesterday"], 2, "--since must be a time such as"],
  [["show", "event_01h455vb4pex5vsknk084sn02q"], 1, "there is no event event_01h455vb4pex5vsknk084sn02q in the log"],
  [["show", "ada"], 1, "id is not an id of the form event_…"],
])("says in one line why `events %j` fails", async (args, code, reason) => {
  const outcome = await beside.run("events", ...args);
  expect(outcome).toMatchObject({ code, stdout: "" });
  expect(outcome.stderr.split("\n")[0]).toContain(`jumar: ${reason}`);
}); // prettier-ignore
