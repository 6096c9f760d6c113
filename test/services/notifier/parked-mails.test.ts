import type { NotifierDeps } from "../../../services/notifier/deps";
import { createCompose } from "../../../services/notifier/domain/compose";
import { discardMail } from "../../../services/notifier/domain/discard-mail";
import service from "../../../services/notifier/service";
import { mailDeliveries } from "../../../services/notifier/store/deliveries";
import { JUMAR } from "../../../shared/config";
import { contracts, type InputOf, parseParams, type ResultOf } from "../../../shared/contracts";
import type { Envelope } from "../../../shared/events";
import { encodeTypeId, generateTypeId, generateUuidV7 } from "../../../shared/ids";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { refusal } from "../accounts/support";

type Actions = (typeof contracts.notifier)["actions"];

let database: TestDatabase;
let deps: NotifierDeps;
const nudge = jest.fn();

beforeAll(async () => {
  database = await createTestDatabase();
  const mail = { send: () => Promise.resolve(), close: () => undefined };
  const loop = { nudge, reserve: () => undefined, stop: () => Promise.resolve() };
  deps = {
    ...testDeps(database, "notifier"),
    mail,
    compose: createCompose(JUMAR),
    courier: { loop },
  };
});
afterEach(async () => {
  nudge.mockClear();
  await table().delete();
});
afterAll(() => database.drop());

const table = () => database.of("notifier").withSchema("notifier").table("deliveries");

/** Does an action of the notifier as the broker does, by its contract. */
async function call<A extends keyof Actions>(
  name: A,
  params: InputOf<Actions[A]>,
): Promise<ResultOf<Actions[A]>> {
  const { params: schema, result } = contracts.notifier.actions[name];
  const run = service.parts.actions[name] as unknown as (
    deps: NotifierDeps,
    params: object,
  ) => unknown;
  return result.parse(await run(deps, parseParams(schema, params))) as never;
}

/** Mails that ended so many days ago, the last the longest. */
async function mails(count: number, fields: object = {}) {
  const made = Array.from({ length: count }, (_, n) => ({
    id: generateUuidV7(),
    event_id: generateUuidV7(),
    kind: "confirmation",
    user_id: generateUuidV7(),
    source: "/jumar/accounts",
    status: "parked",
    attempts: 3,
    last_error: "the mail server refused it with 550 5.1.1",
    finished_at: new Date(Date.now() - (n + 1) * 60_000),
    created_at: new Date(Date.now() - 3 * 86_400_000),
    ...fields,
  }));
  await table().insert(made);
  return made.map(({ event_id, user_id }) => ({
    event_id: encodeTypeId("event", event_id),
    user_id: encodeTypeId("user", user_id),
  }));
}

const statuses = async (): Promise<string[]> => (await table().pluck("status")) as string[];

it("lists what was given up, the last one first, page by page, with no address", async () => {
  const made = await mails(3);
  await mails(1, { status: "sent" });
  const first = await call("listMailDeliveries", { limit: 2 });
  const rest = await call("listMailDeliveries", { limit: 2, cursor: first.next_cursor ?? "" });
  expect(rest.next_cursor).toBeNull();
  const listed = [...first.data, ...rest.data];
  expect(listed.map(({ event_id }) => event_id)).toEqual(made.map(({ event_id }) => event_id));
  expect(listed[0]).toEqual({
    ...made[0],
    kind: "confirmation",
    attempts: 3,
    last_error: "the mail server refused it with 550 5.1.1",
    created_at: expect.any(String) as string,
    due_at: null,
    given_up_at: expect.any(String) as string,
  });
});

it("lists what waits, the next one first, and one kind of what was given up", async () => {
  const waiting = { status: "queued", finished_at: null };
  const [later] = await mails(1, { ...waiting, available_at: new Date(Date.now() + 60_000) });
  const [sooner] = await mails(1, { ...waiting, available_at: new Date(Date.now() + 30_000) });
  await mails(1);
  const [notice] = await mails(1, { kind: "password_changed" });
  const { data } = await call("listMailDeliveries", { state: "waiting" });
  expect(data.map(({ event_id }) => event_id)).toEqual([sooner?.event_id, later?.event_id]);
  expect(data[0]).toMatchObject({ given_up_at: null, due_at: expect.any(String) as string });
  const ofKind = await call("listMailDeliveries", { kind: "password_changed" });
  expect(ofKind.data).toMatchObject([notice]);
});

it("refuses a cursor of the other list", async () => {
  await mails(2);
  const { next_cursor } = await call("listMailDeliveries", { limit: 1 });
  const other = { state: "waiting", limit: 1, cursor: next_cursor ?? "" } as const;
  expect(await refusal(call("listMailDeliveries", other))).toEqual({ code: "malformed_request" });
});

it("retries those of some events from the beginning, and gives them as long as new ones", async () => {
  const [one] = await mails(1);
  await mails(1);
  const { event_id = "" } = one ?? {};
  expect(await call("retryMailDeliveries", { ids: [event_id] })).toMatchObject({
    retried: 1,
    left: 0,
  });
  expect((await statuses()).sort()).toEqual(["parked", "queued"]);
  expect(nudge).toHaveBeenCalled();
  const claimed = await mailDeliveries(deps.db).claim(10, 10);
  expect(claimed.deliveries[0]).toMatchObject({ attempts: 1, kind: "confirmation" });
  // It was asked for three days ago, and parked once older than one.
  expect(claimed.deliveries[0]?.age).toBeLessThan(3600);
});

it("retries all in batches, but what was given up since", async () => {
  await mails(5);
  const first = await call("retryMailDeliveries", { all: true, limit: 2 });
  expect(first).toMatchObject({ retried: 2, left: 3 });
  await mails(1, { finished_at: new Date(Date.parse(first.before) + 1_000) });
  const { before } = first;
  const rest = await call("retryMailDeliveries", { all: true, limit: 10, before });
  expect(rest).toMatchObject({ retried: 3, left: 0 });
  expect((await statuses()).sort()).toEqual([...Array<string>(5).fill("queued"), "parked"].sort());
});

it("retries or discards one kind of an event that asked for two", async () => {
  const event = generateUuidV7();
  await mails(1, { event_id: event, kind: "email_change" });
  await mails(1, { event_id: event, kind: "email_change_notice" });
  const event_id = encodeTypeId("event", event);
  expect((await call("getMailDeliveries", { event_id })).data).toHaveLength(2);
  await call("retryMailDeliveries", { ids: [event_id], kind: "email_change" });
  const { delivery } = await call("discardMailDelivery", { event_id, kind: "email_change_notice" });
  expect(delivery).toMatchObject({ event_id, kind: "email_change_notice" });
  expect((await statuses()).sort()).toEqual(["queued", "skipped"]);
});

it("says when there is none", async () => {
  const event_id = generateTypeId("event");
  const none = { code: "not_found" };
  expect(await refusal(call("getMailDeliveries", { event_id }))).toEqual(none);
  expect(await refusal(call("retryMailDeliveries", { ids: [event_id] }))).toEqual(none);
  const one = { event_id, kind: "confirmation" };
  expect(await refusal(call("discardMailDelivery", one))).toEqual(none);
});

it("discards what was given up when the account is deleted", async () => {
  const [mine] = await mails(1);
  await mails(1);
  const event = { subject: mine?.user_id } as Envelope;
  await deps.transaction((trx) => discardMail(deps, event, trx));
  expect((await statuses()).sort()).toEqual(["parked", "skipped"]);
});

it("forgets what ended longer ago than events are kept, in steps, and nothing that waits", async () => {
  const deliveries = mailDeliveries(deps.db);
  const long = new Date(Date.now() - 31 * 86_400_000);
  for (const status of ["sent", "skipped", "parked"]) {
    await mails(3, { status, finished_at: long });
    await mails(1, { status });
  }
  await mails(2, { status: "queued", finished_at: null, created_at: long });
  expect(await deliveries.sweep(30, 5)).toBe(true);
  expect(await deliveries.sweep(30, 5)).toBe(false);
  expect((await statuses()).sort()).toEqual(["parked", "queued", "queued", "sent", "skipped"]);
});
