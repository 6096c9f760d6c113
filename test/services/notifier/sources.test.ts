import type { NotifierDeps } from "../../../services/notifier/deps";
import { createCompose } from "../../../services/notifier/domain/compose";
import { startCourier } from "../../../services/notifier/domain/courier";
import service from "../../../services/notifier/service";
import { JUMAR, loadConfig } from "../../../shared/config";
import { contracts, defineContract, mailingActions, uuidOf } from "../../../shared/contracts";
import {
  createDeadLetters,
  createHandling,
  createInbox,
  effectOf,
  type Envelope,
  startConsumer,
  userPasswordChanged,
  userRegistered,
} from "../../../shared/events";
import { generateTypeId } from "../../../shared/ids";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { eventually } from "../../support/eventually";

/** A second service that has mails sent, as its contract says. */
const BILLING = "billing";

let database: TestDatabase;
let deps: NotifierDeps;
let stops: { stop(): Promise<void> }[] = [];
let asked: { service: string; action: string; event_id: string }[] = [];
let sent: { to: string; text: string }[] = [];

beforeAll(() => {
  Object.assign(contracts, { [BILLING]: defineContract(BILLING, { ...mailingActions }) });
});
afterAll(() => {
  Reflect.deleteProperty(contracts, BILLING);
});
beforeEach(async () => {
  database = await createTestDatabase();
  [asked, sent] = [[], []];
  const mailer = (name: string) => {
    const answer =
      (action: string, fields: object) =>
      ({ event_id }: { event_id: string }): Promise<never> => {
        asked.push({ service: name, action, event_id });
        return Promise.resolve({ to: `${name}@example.com`, ...fields } as never);
      };
    return {
      issueMailToken: answer("issueMailToken", { token: `token-of-${name}` }),
      findNoticeAddress: answer("findNoticeAddress", {}),
    };
  };
  const calls = { accounts: mailer("accounts"), [BILLING]: mailer(BILLING) };
  deps = {
    ...testDeps(database, "notifier", calls),
    config: loadConfig({ PUBLIC_URL: "https://x.example" }),
    mail: {
      send: ({ to, text }) => Promise.resolve(void sent.push({ to, text })),
      close: () => undefined,
    },
    compose: createCompose(JUMAR),
    courier: {},
  };
});
afterEach(async () => {
  await Promise.all(stops.map((running) => running.stop()));
  stops = [];
  await database.drop();
});

function eventOf(source: string, { type }: { type: string }, data: object = {}): Envelope {
  const subject = generateTypeId("user");
  return {
    specversion: "1.0",
    id: generateTypeId("event"),
    source,
    type,
    subject,
    time: new Date().toISOString(),
    datacontenttype: "application/json",
    dataschema: `urn:jumar:event:${type}:1`,
    data,
    aggregateversion: 1,
    actor: subject,
  };
}

/** Hears events as the platform does: from the inbox, with tries and dead letters. */
async function hear(...events: Envelope[]): Promise<void> {
  const inbox = createInbox(deps.db, "notifier", "notifier");
  const { log } = deps;
  const subscriptions = service.parts.subscribe ?? [];
  const handling = createHandling({ inbox, subscriptions, deps: deps as never, log });
  await inbox.receive(events);
  stops.push(startConsumer({ inbox, handling, log, interval: 20 }));
  stops.push(startCourier(deps));
}

it("asks the service that published an event for the token of its mail", async () => {
  const data = { email: "somebody@example.com" };
  const theirs = eventOf(`/jumar/${BILLING}`, userRegistered, data);
  const ours = eventOf("/jumar/accounts", userRegistered, data);
  await hear(theirs, ours);
  await eventually(() => sent.length === 2);
  expect(asked).toHaveLength(2);
  expect(asked).toEqual(
    expect.arrayContaining([
      { service: BILLING, action: "issueMailToken", event_id: theirs.id },
      { service: "accounts", action: "issueMailToken", event_id: ours.id },
    ]),
  );
  const mail = sent.find(({ to }) => to === `${BILLING}@example.com`);
  expect(mail?.text).toContain(`https://x.example/users/confirm/token-of-${BILLING}`);
});

it("asks it for the address of a notice as well", async () => {
  const event = eventOf(`/jumar/${BILLING}`, userPasswordChanged);
  await hear(event);
  await eventually(() => sent.length === 1);
  expect(asked).toEqual([{ service: BILLING, action: "findNoticeAddress", event_id: event.id }]);
  expect(sent).toMatchObject([{ to: `${BILLING}@example.com` }]);
});

it.each(["/jumar/search", "/jumar/nobody", "/jumar/__proto__", "/elsewhere/accounts", "accounts"])(
  "makes a dead letter of an event of %s at once, and says why",
  async (source) => {
    const event = eventOf(source, userPasswordChanged);
    await hear(event);
    const deadLetters = createDeadLetters(deps.db, "notifier", "notifier");
    const found = await eventually(() => deadLetters.find(event.id));
    expect(found).toMatchObject({
      attempts: 1,
      last_error: `RefusedEvent: no service that can be asked about mails publishes as ${source}`,
    });
    expect(await deps.db.withSchema("notifier").table("deliveries").select("id")).toEqual([]);
    expect({ asked, sent }).toEqual({ asked: [], sent: [] });
  },
);

it("writes to the user whom an event concerns when something else is its subject", async () => {
  const user = generateTypeId("user");
  const event = eventOf(`/jumar/${BILLING}`, userPasswordChanged);
  await hear({ ...event, subject: "invoice_1", concerns: `session_1 ${user}` });
  await eventually(() => sent.length === 1);
  const [row] = (await deps.db.withSchema("notifier").table("deliveries").select("user_id")) as {
    user_id: string;
  }[];
  expect(row?.user_id).toBe(uuidOf(user));
});

it("makes a dead letter of an event that concerns no user, and says why", async () => {
  const event = { ...eventOf("/jumar/accounts", userPasswordChanged), subject: "invoice_1" };
  await hear(event);
  const deadLetters = createDeadLetters(deps.db, "notifier", "notifier");
  expect(await eventually(() => deadLetters.find(event.id))).toMatchObject({
    attempts: 1,
    last_error: "RefusedEvent: user.password_changed concerns no user to write to",
  });
});

it("asks accounts about a mail that an older version queued without its source", async () => {
  const event = eventOf("/jumar/accounts", userPasswordChanged);
  const effect = effectOf(service.parts.subscribe ?? [], deps as never);
  await deps.transaction((trx) => effect([event], trx));
  await deps.db.withSchema("notifier").table("deliveries").update({ source: null });
  stops.push(startCourier(deps));
  await eventually(() => sent.length === 1);
  expect(asked).toMatchObject([{ service: "accounts", event_id: event.id }]);
});

it("keeps a mail whose service only a newer version knows, until that takes it", async () => {
  const event = eventOf("/jumar/accounts", userPasswordChanged);
  const effect = effectOf(service.parts.subscribe ?? [], deps as never);
  await deps.transaction((trx) => effect([event], trx));
  const table = () => deps.db.withSchema("notifier").table("deliveries");
  await table().update({ source: "/jumar/newer" });
  stops.push(startCourier(deps));
  const row = await eventually(async () => {
    const [found] = (await table().select("status", "last_error")) as {
      status: string;
      last_error: string | null;
    }[];
    return found?.last_error ? found : undefined;
  });
  expect(row).toEqual({
    status: "queued",
    last_error: "no service that can be asked about mails publishes as /jumar/newer",
  });
});
