import type { NotifierDeps } from "../../../services/notifier/deps";
import { createCompose } from "../../../services/notifier/domain/compose";
import { startCourier } from "../../../services/notifier/domain/courier";
import service from "../../../services/notifier/service";
import { JUMAR, loadConfig } from "../../../shared/config";
import { AppError } from "../../../shared/errors";
import {
  effectOf,
  type Envelope,
  userConfirmationRequested,
  userDeleted,
  userEmailChangeRequested,
  userPasswordChanged,
  userRegistered,
} from "../../../shared/events";
import { generateTypeId } from "../../../shared/ids";
import { processMetrics } from "../../../shared/observability";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { eventually } from "../../support/eventually";
import { readMetrics } from "../../support/scrape";

const ADDRESS = "somebody@example.com";

let database: TestDatabase;
let deps: NotifierDeps;
/** What accounts is asked for; it knows nobody of these any more. */
const asked: string[] = [];
const sent: string[] = [];
/** What happens before it answers. */
let whileAsked = (): Promise<void> => Promise.resolve();

beforeEach(async () => {
  database = await createTestDatabase();
  whileAsked = () => Promise.resolve();
  const ask = (name: string) => async (): Promise<never> => {
    asked.push(name);
    await whileAsked();
    throw new AppError("not_found");
  };
  const base = testDeps(database, "notifier", {
    accounts: { issueMailToken: ask("token"), findNoticeAddress: ask("address") },
  });
  const mail = {
    send: ({ to }: { to: string }) => Promise.resolve(void sent.push(to)),
    close: () => undefined,
  };
  deps = {
    ...base,
    config: loadConfig({ PUBLIC_URL: "https://x.example" }),
    mail,
    compose: createCompose(JUMAR),
    courier: {},
  };
});
afterEach(async () => {
  asked.length = 0;
  await database.drop();
});

async function hear(type: string, subject: string, data: object = {}): Promise<void> {
  const event: Envelope = {
    specversion: "1.0",
    id: generateTypeId("event"),
    source: "/jumar/accounts",
    type,
    subject,
    time: new Date().toISOString(),
    datacontenttype: "application/json",
    dataschema: `urn:jumar:event:${type}:1`,
    data,
    aggregateversion: 2,
    actor: subject,
  };
  const effect = effectOf(service.parts.subscribe ?? [], deps as never);
  for (let n = 0; n < 2; n += 1) await deps.transaction((trx) => effect([event], trx));
}

async function deliveries(): Promise<
  { kind: string; status: string; last_error: string | null }[]
> {
  return await deps.db
    .withSchema("notifier")
    .table("deliveries")
    .orderBy("kind")
    .select("kind", "status", "last_error");
}

async function skipped(kind: string): Promise<number> {
  const now = readMetrics(await processMetrics.metrics());
  return now.sum("jumar_mails_total", { kind, outcome: "skipped" }) ?? 0;
}

async function runCourier(until: () => Promise<boolean>): Promise<void> {
  const courier = startCourier(deps);
  try {
    await eventually(until);
  } finally {
    await courier.stop();
  }
}

describe("what is still to be sent to a deleted user", () => {
  it("is sent no more, of any kind, and nobody is asked for an address", async () => {
    const user = generateTypeId("user");
    await hear(userRegistered.type, user, { email: ADDRESS });
    await hear(userEmailChangeRequested.type, user, { email: ADDRESS, previous_email: ADDRESS });
    await hear(userPasswordChanged.type, user);
    await hear(userDeleted.type, user);
    const discarded = { status: "skipped", last_error: "account deleted" };
    expect(await deliveries()).toEqual(
      ["confirmation", "email_change", "email_change_notice", "password_changed"].map((kind) => ({
        kind,
        ...discarded,
      })),
    );
    await runCourier(async () => (await deliveries()).length === 4);
    expect({ asked, sent }).toEqual({ asked: [], sent: [] });
  });

  it("is counted as skipped, each once", async () => {
    const user = generateTypeId("user");
    const kinds = ["confirmation", "password_changed", "email_change"];
    const before = await Promise.all(kinds.map(skipped));
    await hear(userRegistered.type, user, { email: ADDRESS });
    await hear(userConfirmationRequested.type, user, { email: ADDRESS });
    await hear(userPasswordChanged.type, user);
    await hear(userDeleted.type, user);
    const after = await Promise.all(kinds.map(skipped));
    expect(after.map((count, at) => count - (before[at] ?? 0))).toEqual([2, 1, 0]);
  });

  it("is counted once also when the courier has it and is told that there is nobody", async () => {
    const user = generateTypeId("user");
    const before = await skipped("confirmation");
    await hear(userRegistered.type, user, { email: ADDRESS });
    whileAsked = () => hear(userDeleted.type, user);
    await runCourier(() => Promise.resolve(asked.length > 0));
    expect(asked).toEqual(["token"]);
    expect(await deliveries()).toMatchObject([
      { status: "skipped", last_error: "account deleted" },
    ]);
    expect((await skipped("confirmation")) - before).toBe(1);
  });

  it("is not what is to be sent to others, nor what was sent", async () => {
    const [user, other] = [generateTypeId("user"), generateTypeId("user")];
    await hear(userRegistered.type, user, { email: ADDRESS });
    await deps.db.raw("update notifier.deliveries set status = 'sent'");
    await hear(userConfirmationRequested.type, other, { email: ADDRESS });
    await hear(userDeleted.type, user);
    expect((await deliveries()).map(({ status }) => status).sort()).toEqual(["queued", "sent"]);
  });

  it("is not sent when its event is heard after the deletion", async () => {
    const user = generateTypeId("user");
    await hear(userDeleted.type, user);
    await hear(userRegistered.type, user, { email: ADDRESS });
    await hear(userPasswordChanged.type, user);
    await runCourier(async () => (await deliveries()).every(({ status }) => status === "skipped"));
    expect(asked.sort()).toEqual(["address", "token"]);
    expect(sent).toEqual([]);
  });

  it("leaves no address in any row of the notifier", async () => {
    const user = generateTypeId("user");
    await hear(userRegistered.type, user, { email: ADDRESS });
    await hear(userEmailChangeRequested.type, user, { email: ADDRESS, previous_email: ADDRESS });
    await hear(userDeleted.type, user);
    for (const table of ["deliveries", "inbox"]) {
      const { rows } = await deps.db.raw<{ rows: { row: string }[] }>(
        "select t::text as row from notifier.?? t",
        [table],
      );
      expect(rows.map(({ row }) => row).join()).not.toContain(ADDRESS);
    }
  });
});
