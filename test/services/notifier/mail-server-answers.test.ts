import type { NotifierDeps } from "../../../services/notifier/deps";
import { createCompose } from "../../../services/notifier/domain/compose";
import { startCourier } from "../../../services/notifier/domain/courier";
import { createMailTransport } from "../../../services/notifier/domain/mail-transport";
import { JUMAR, loadConfig } from "../../../shared/config";
import { generateUuidV7 } from "../../../shared/ids";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { eventually } from "../../support/eventually";
import { type SmtpScript, type SmtpStep, startSmtpScript } from "../../support/smtp-script";

let database: TestDatabase;
let smtp: SmtpScript;
let stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  smtp = await startSmtpScript();
});
afterEach(async () => {
  for (const stop of stops) await stop();
  stops = [];
  await smtp.stop();
  await deliveries().delete();
});
afterAll(() => database.drop());

const deliveries = () => database.of("notifier").withSchema("notifier").table("deliveries");

async function queueMails(count: number): Promise<void> {
  const rows = Array.from({ length: count }, () => ({
    id: generateUuidV7(),
    event_id: generateUuidV7(),
    kind: "password_changed",
    user_id: generateUuidV7(),
    source: "/jumar/accounts",
    status: "queued",
  }));
  await deliveries().insert(rows);
}

function startNotifier(url = smtp.url, to = "ada@example.com"): void {
  const findNoticeAddress = () => Promise.resolve({ to });
  const config = loadConfig({ SMTP_URL: url, PUBLIC_URL: "https://accounts.example.com" });
  const deps: NotifierDeps = {
    ...testDeps(database, "notifier", { accounts: { findNoticeAddress } }),
    config,
    mail: createMailTransport(config),
    compose: createCompose(JUMAR),
    courier: {},
  };
  const courier = startCourier(deps);
  stops.push(() => courier.stop());
}

/** What was written down about the one mail once a try at it has ended. */
async function outcome(): Promise<{ status: string; last_error: string | null }> {
  return await eventually(async () => {
    const [row] = await deliveries().select<{ status: string; last_error: string | null }[]>(
      "status",
      "last_error",
    );
    return row?.last_error ? row : undefined;
  });
}

/** Has one mail tried against a server that answers a step so. */
async function answered(step: SmtpStep, line: string, url?: string) {
  smtp.answer(step, line);
  await queueMails(1);
  startNotifier(url);
  return await outcome();
}

describe("an answer about the connection or the sender keeps a mail", () => {
  it.each<[SmtpStep, string, string]>([
    ["greeting", "554 5.7.1 your address is on a list", "CONN with 554 5.7.1"],
    ["greeting", "421 4.3.2 too many connections", "CONN with 421 4.3.2"],
    ["EHLO", "421 4.3.2 going down", "EHLO with 421 4.3.2"],
    ["MAIL FROM", "550 5.7.1 you may not send", "MAIL FROM with 550 5.7.1"],
    ["MAIL FROM", "530 5.7.0 log in first", "MAIL FROM with 530 5.7.0"],
    ["MAIL FROM", "553 5.1.8 no such sender", "MAIL FROM with 553 5.1.8"],
    ["MAIL FROM", "552 storage is full", "MAIL FROM with 552"],
    ["RCPT TO", "421 4.7.0 that was enough", "RCPT TO with 421 4.7.0"],
    [".", "421 4.3.2 going down", "DATA with 421 4.3.2"],
  ])("%s answered with %j", async (step, line, answer) => {
    expect(await answered(step, line)).toEqual({
      status: "queued",
      last_error: `the mail server answered ${answer}`,
    });
  });

  it("EHLO and HELO refused", async () => {
    smtp.answer("HELO", "502 5.5.1 not here");
    expect(await answered("EHLO", "502 5.5.1 not here")).toMatchObject({
      status: "queued",
      last_error: "the mail server answered HELO with 502 5.5.1",
    });
  });

  it("STARTTLS offered and refused", async () => {
    smtp.answer("EHLO", "250-mail.example.com\r\n250 STARTTLS");
    expect(await answered("STARTTLS", "554 5.7.3 no security")).toMatchObject({
      status: "queued",
      last_error: "the mail server answered STARTTLS with 554 5.7.3",
    });
  });

  it("a log-in refused", async () => {
    smtp.answer("EHLO", "250-mail.example.com\r\n250 AUTH PLAIN LOGIN");
    const url = smtp.url.replace("//", "//jumar:hunter2@");
    const { status, last_error } = await answered("AUTH", "535 5.7.8 not you", url);
    expect(status).toBe("queued");
    expect(last_error).toBe("the mail server answered AUTH PLAIN with 535 5.7.8");
  });

  it("nobody there", async () => {
    await queueMails(1);
    startNotifier("smtp://127.0.0.1:9");
    expect(await outcome()).toEqual({
      status: "queued",
      last_error: "the mail server cannot be reached (ECONNREFUSED)",
    });
  });
});

describe("an answer to RCPT TO or to the message", () => {
  it.each<[SmtpStep, string]>([
    ["RCPT TO", "550 5.1.1 no such user"],
    ["RCPT TO", "550 No such user here"],
    ["RCPT TO", "550 5.2.1 mailbox disabled"],
    ["RCPT TO", "553 sorry, no mailbox of that name (#5.1.1)"],
    ["RCPT TO", "556 5.1.10 recipient address has null MX"],
    ["DATA", "554 5.6.0 not this one"],
    [".", "554 not this one"],
    [".", "550 5.6.0 message refused"],
    [".", "552 5.3.4 message too big"],
  ])("gives it up when it is about them: %s answered with %j", async (step, line) => {
    const row = await answered(step, line);
    expect(row).toMatchObject({ status: "parked" });
    expect(row.last_error).toMatch(/^the mail server refused it with 55\d( 5\.\d+\.\d+)?$/);
  });

  it.each<[SmtpStep, string]>([
    ["RCPT TO", "450 4.2.0 greylisted"],
    ["RCPT TO", "452 4.5.3 too many recipients"],
    ["RCPT TO", "552 too many recipients"],
    ["RCPT TO", "552 5.2.2 mailbox full"],
    ["RCPT TO", "530 5.7.0 authentication required"],
    ["RCPT TO", "550 authentication required"],
    ["RCPT TO", "550 5.7.1 relaying denied"],
    ["RCPT TO", "550 relay not permitted"],
    ["RCPT TO", "550 5.1.1 5.7.1 relaying denied"],
    ["RCPT TO", "553 sorry, not in my list of allowed rcpthosts (#5.7.1)"],
    ["RCPT TO", "550 5.1.8 sender has no MX"],
    ["RCPT TO", "554 5.3.2 system does not take mail"],
    ["RCPT TO", "503 5.5.1 out of order"],
    ["DATA", "503 5.5.1 out of order"],
    [".", "451 4.3.0 later"],
    [".", "554 5.7.1 refused for policy reasons"],
    [".", "552 5.2.2 mailbox full"],
  ])("keeps it when it is not, or cannot be told: %s answered with %j", async (step, line) => {
    expect(await answered(step, line)).toMatchObject({ status: "queued" });
  });
});

describe("a mail to an address beyond ASCII", () => {
  const sent = () =>
    eventually(async () => (await deliveries().where({ status: "sent" })).length === 1);

  it("is given up for that where the server has no SMTPUTF8, which is sent none of it", async () => {
    await queueMails(1);
    startNotifier(smtp.url, "εύα@example.com");
    expect(await outcome()).toEqual({
      status: "parked",
      last_error: "the mail server does not take addresses beyond ASCII (it has no SMTPUTF8)",
    });
    expect(smtp.heard().filter((line) => /MAIL|RCPT|DATA/.test(line))).toEqual([]);
  });

  it("goes to a server that has it, as it is", async () => {
    smtp.answer("EHLO", "250-mail.example.com\r\n250-AUTH PLAIN\r\n250 SMTPUTF8");
    await queueMails(1);
    const url = smtp.url.replace("//", "//jumar:hunter2@");
    startNotifier(url, "εύα@bücher.example");
    await sent();
    const heard = smtp.heard().join("\n");
    expect(heard).toMatch(/^AUTH PLAIN/m);
    expect(heard).toMatch(/^MAIL FROM:<.*> SMTPUTF8$/m);
    expect(heard).toContain("RCPT TO:<εύα@bücher.example>");
    expect(smtp.taken()).toBe(1);
  });

  it.each<[SmtpStep, string, string]>([
    ["greeting", "554 5.7.1 not you", "queued"],
    ["MAIL FROM", "550 5.7.1 you may not send", "queued"],
    ["RCPT TO", "550 5.1.1 no such user", "parked"],
  ])("is judged by the answers like any other: %s answered with %j", async (step, line, status) => {
    smtp.answer("EHLO", "250-mail.example.com\r\n250 SMTPUTF8");
    smtp.answer(step, line);
    await queueMails(1);
    startNotifier(smtp.url, "εύα@example.com");
    expect(await outcome()).toMatchObject({ status });
  });

  it("needs nothing of the server where only its domain is international", async () => {
    await queueMails(1);
    startNotifier(smtp.url, "eva@bücher.example");
    await sent();
    expect(smtp.heard()).toContain("RCPT TO:<eva@xn--bcher-kva.example>");
  });
});

describe("a server that refuses the session", () => {
  it("is not tried with every mail that waits, and gets them all once it takes them", async () => {
    smtp.answer("greeting", "554 5.3.2 not now");
    await queueMails(120);
    startNotifier();
    // All that were taken at once have failed, and then one more, which was sent to look.
    await eventually(async () => {
      const failed = await deliveries().whereNotNull("last_error");
      return failed.length > 0 && smtp.connections() > 20;
    });
    const untried = await deliveries().where({ attempts: 0 });
    expect(untried.length).toBeGreaterThan(90);
    smtp.answer("greeting", undefined);
    await eventually(async () => (await deliveries().where({ status: "sent" })).length === 120);
    expect(smtp.taken()).toBe(120);
  });

  it("does not let one mail that it hangs up on hold up the others", async () => {
    await queueMails(1);
    smtp.answer(".", "421 4.3.0 this one is too much");
    startNotifier();
    await outcome();
    smtp.answer(".", undefined);
    await queueMails(30);
    await eventually(async () => (await deliveries().where({ status: "sent" })).length >= 30);
  });
});
