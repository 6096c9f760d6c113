import { text } from "node:stream/consumers";
import type { NotifierDeps } from "../../../services/notifier/deps";
import { createCompose } from "../../../services/notifier/domain/compose";
import { startCourier } from "../../../services/notifier/domain/courier";
import { createMailTransport } from "../../../services/notifier/domain/mail-transport";
import { parseMail } from "../../../services/notifier/domain/parse-mail";
import { queue } from "../../../services/notifier/domain/queue";
import { JUMAR, loadConfig } from "../../../shared/config";
import { AppError } from "../../../shared/errors";
import { type EventOf, type userRegistered } from "../../../shared/events";
import { encodeTypeId, generateTypeId, generateUuidV7 } from "../../../shared/ids";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { eventually } from "../../support/eventually";
import { startSmtpServer } from "../../support/smtp-server";

const TOKEN = "t".repeat(43);

describe("the courier", () => {
  let database: TestDatabase;
  let stops: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    for (const stop of stops.reverse()) await stop();
    stops = [];
    await database.of("notifier").raw("truncate notifier.deliveries");
  });
  afterAll(async () => {
    await database.drop();
  });

  it("sends one mail with one link, text and HTML, to the address accounts names", async () => {
    const smtp = await startSmtp();
    const deps = startNotifier(smtp.url);
    const event = await hear(deps, "Ada <x@evil.example>");
    const [mail] = await eventually(() => smtp.mails.length === 1 && smtp.mails);
    const parsed = await parseMail(mail?.raw ?? "");
    expect(mail?.recipients).toEqual(["ada@example.com"]);
    expect(parsed.to).toEqual([{ name: "", address: "ada@example.com" }]);
    expect(parsed.messageId).toBe(`<${event.id}.confirmation@accounts.example.com>`);
    const link = `https://accounts.example.com/users/confirm/${TOKEN}`;
    expect(parsed.text?.match(/https?:\S+/g)).toEqual([link]);
    expect(parsed.html?.match(/href="[^"]*"/g)).toEqual([`href="${link}"`]);
    await eventually(async () => (await statuses()).join() === "sent");
  });

  it("tries again after a 4xx, under the same Message-ID", async () => {
    const smtp = await startSmtp({ failures: [451, 451] });
    const deps = startNotifier(smtp.url);
    const event = await hear(deps);
    await eventually(() => smtp.mails.length === 1);
    expect(smtp.refused).toBe(2);
    expect(smtp.mails[0]?.raw).toContain(`<${event.id}.confirmation@`);
    await eventually(async () => (await statuses()).join() === "sent");
  });

  it("parks what is refused for good and says with which code, not with the server's words", async () => {
    const smtp = await startSmtp({ failures: Array<number>(9).fill(550) });
    await hear(startNotifier(smtp.url));
    await eventually(async () => (await statuses()).join() === "parked");
    const [row] = await deliveries();
    expect(row?.last_error).toBe("the mail server refused it with 550");
    expect(smtp.refused).toBe(1);
  });

  it("keeps a mail while no server answers", async () => {
    await hear(startNotifier("smtp://127.0.0.1:9"));
    await eventually(async () => (await deliveries())[0]?.last_error !== null);
    expect(await statuses()).toEqual(["queued"]);
  });

  it("does not let a server that never answers hold up the next start", async () => {
    const smtp = await startSmtp({ tarpit: true });
    await hear(startNotifier(smtp.url));
    await eventually(() => smtp.connections > 0);
    expect(await statuses()).toEqual(["queued"]);
    smtp.release();
  });

  it.each(["already_confirmed", "not_found", "token_invalid"] as const)(
    "skips a mail that is no longer wanted: %s",
    async (code) => {
      const smtp = await startSmtp();
      await hear(startNotifier(smtp.url, () => Promise.reject(new AppError(code))));
      await eventually(async () => (await statuses()).join() === "skipped");
      expect(smtp.mails).toEqual([]);
    },
  );

  it("waits for accounts when it is away", async () => {
    const smtp = await startSmtp();
    let away = true;
    const deps = startNotifier(smtp.url, () =>
      away ? Promise.reject(new AppError("unavailable")) : issue(),
    );
    await hear(deps);
    await eventually(async () => (await deliveries())[0]?.last_error === "unavailable");
    away = false;
    await eventually(() => smtp.mails.length === 1);
  });

  it.each([
    "unauthenticated",
    "forbidden",
    "malformed_request",
    "validation_failed",
    "rate_limited",
    "precondition_failed",
  ] as const)("keeps a mail when accounts refuses the call: %s", async (code) => {
    const smtp = await startSmtp();
    let refuses = true;
    const deps = startNotifier(smtp.url, () =>
      refuses ? Promise.reject(new AppError(code)) : issue(),
    );
    await hear(deps);
    await eventually(async () => (await deliveries())[0]?.last_error === code);
    expect(await statuses()).toEqual(["queued"]);
    refuses = false;
    await database.of("notifier").raw("update notifier.deliveries set available_at = now()");
    await eventually(async () => (await statuses()).join() === "sent");
  });

  it("queues nothing for an account that needs no confirmation", async () => {
    const smtp = await startSmtp();
    const deps = startNotifier(smtp.url);
    const event = registered("ada@example.com");
    await hear(deps, "", { ...event, data: { ...event.data, confirm: false } });
    expect(await deliveries()).toEqual([]);
  });

  it("queues an event's mail once, however often it is heard", async () => {
    const smtp = await startSmtp();
    const deps = startNotifier(smtp.url);
    const event = await hear(deps);
    await hear(deps, "", event);
    await eventually(async () => (await statuses()).join() === "sent");
    expect(smtp.mails).toHaveLength(1);
  });

  function issue() {
    return Promise.resolve({ token: TOKEN, to: "ada@example.com", expires_at: "" });
  }

  function startNotifier(smtpUrl: string, issueMailToken = issue): NotifierDeps {
    const base = testDeps(database, "notifier", { accounts: { issueMailToken } });
    const config = loadConfig({ SMTP_URL: smtpUrl, PUBLIC_URL: "https://accounts.example.com" });
    const deps: NotifierDeps = {
      ...base,
      config,
      mail: createMailTransport(config),
      compose: createCompose(JUMAR),
      courier: {} as NotifierDeps["courier"],
    };
    const courier = startCourier(deps);
    stops.push(() => courier.stop());
    return deps;
  }

  async function hear(
    deps: NotifierDeps,
    email = "",
    event: EventOf<typeof userRegistered> = registered(email),
  ) {
    await deps.transaction((trx) => queue("confirmation")(deps, event, trx));
    return event;
  }

  async function deliveries() {
    const sql = "select status, last_error from notifier.deliveries";
    const { rows } = await database
      .of("notifier")
      .raw<{ rows: { status: string; last_error: string | null }[] }>(sql);
    return rows;
  }

  async function statuses(): Promise<string[]> {
    return (await deliveries()).map(({ status }) => status);
  }

  async function startSmtp(behaviour: { failures?: number[]; tarpit?: boolean } = {}) {
    const mails: { recipients: string[]; raw: string }[] = [];
    const failures = [...(behaviour.failures ?? [])];
    const waiting: (() => void)[] = [];
    const seen = { refused: 0, connections: 0 };
    const { url, stop } = await startSmtpServer({
      disabledCommands: ["AUTH", "STARTTLS"],
      onConnect(_session, done) {
        seen.connections += 1;
        if (behaviour.tarpit) waiting.push(() => done());
        else done();
      },
      onData(stream, session, done) {
        void text(stream).then((raw) => {
          const responseCode = failures.shift();
          if (responseCode !== undefined) {
            seen.refused += 1;
            done(Object.assign(new Error("words of the server"), { responseCode }));
            return;
          }
          mails.push({ recipients: session.envelope.rcptTo.map(({ address }) => address), raw });
          done();
        });
      },
    });
    stops.unshift(stop);
    return {
      url,
      mails,
      release: () => {
        for (const go of waiting) go();
      },
      get refused() {
        return seen.refused;
      },
      get connections() {
        return seen.connections;
      },
    };
  }
});

function registered(email: string): EventOf<typeof userRegistered> {
  return {
    specversion: "1.0",
    id: generateTypeId("event"),
    source: "/jumar/accounts",
    type: "user.registered",
    subject: encodeTypeId("user", generateUuidV7()),
    time: new Date().toISOString(),
    datacontenttype: "application/json",
    dataschema: "urn:jumar:event:user.registered:1",
    data: { email },
    aggregateversion: 1,
    actor: "anonymous",
  };
}
