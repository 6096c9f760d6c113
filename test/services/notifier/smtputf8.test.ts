import {
  createMailTransport,
  type MailTransport,
} from "../../../services/notifier/domain/mail-transport";
import { loadConfig } from "../../../shared/config";
import { eventually } from "../../support/eventually";
import { type SmtpScript, startSmtpScript } from "../../support/smtp-script";

/** In ms. Less than what a connection is kept for that nobody ends. */
const SOON = 20_000;

let smtp: SmtpScript;
let transport: MailTransport;
beforeEach(async () => {
  smtp = await startSmtpScript();
  smtp.answer("EHLO", "250-mail.example.com\r\n250 SMTPUTF8");
  transport = createMailTransport(
    loadConfig({ SMTP_URL: smtp.url, PUBLIC_URL: "https://accounts.example.com" }),
  );
});
afterEach(async () => {
  transport.close();
  await smtp.stop();
});

const send = (n = 0) =>
  transport.send({
    to: "εύα@example.com",
    subject: "Hello",
    text: "Hello\n",
    html: "<p>Hello</p>",
    messageId: `<${n}@accounts.example.com>`,
  });

describe("mails to addresses beyond ASCII", () => {
  it("take a few connections, however many there are", async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => send(n)));
    expect(smtp.taken()).toBe(20);
    // Five, and as many of which the server has not heard yet that they are closed.
    expect(smtp.open().most).toBeLessThanOrEqual(10);
  });

  it("leave no connection open at a stop, whatever the server answers", async () => {
    smtp.answer("QUIT", "");
    await send();
    transport.close();
    await eventually(() => smtp.open().now === 0, SOON);
    await expect(send()).rejects.toThrow("closed");
  });

  it("fail at a stop when they are under way or wait", async () => {
    smtp.answer("MAIL FROM", "");
    const all = Array.from({ length: 10 }, (_, n) => send(n));
    const ended = Promise.allSettled(all);
    await eventually(() => smtp.heard().some((line) => line.startsWith("MAIL FROM")));
    transport.close();
    expect((await ended).map(({ status }) => status)).toEqual(all.map(() => "rejected"));
  });
});
