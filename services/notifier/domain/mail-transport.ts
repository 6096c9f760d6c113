import { createTransport } from "nodemailer";
import type { Config } from "../../../shared/config";
import { mailToOf } from "../../../shared/contracts";
import { mailboxFolder, writeToMailbox } from "../store/mailbox";
import type { Composed } from "./compose";
import { needsSmtpUtf8, smtpUtf8Transport } from "./smtputf8";

/** How mail leaves: by SMTP, or into the mailbox of the data folder when there is no SMTP_URL. */
export interface MailTransport {
  /** Resolves when the next hop has taken the mail over; a Message-ID sent twice is one mail. Rejects with what nodemailer throws. */
  send(mail: Composed & { messageId: string; to: string }): Promise<void>;
  close(): void;
}

/** In ms. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

export function createMailTransport(config: Config): MailTransport {
  const folder = config.smtpUrl === undefined ? mailboxFolder(config.dataDir) : undefined;
  const server = config.smtpUrl === undefined ? undefined : { url: config.smtpUrl, ...TIMEOUTS };
  const defaults = { disableFileAccess: true, disableUrlAccess: true };
  const transporter = server
    ? createTransport({ ...server, pool: true, maxConnections: 5 }, defaults)
    : createTransport({ streamTransport: true, buffer: true, newline: "unix" }, defaults);
  const beyondAscii = server ? createTransport(smtpUtf8Transport(server), defaults) : transporter;
  const [, sender = config.mailFrom] = /<(.*)>$/.exec(config.mailFrom) ?? [];
  return {
    async send(mail) {
      const address = mailToOf(mail.to);
      const fitting = [address, sender].some(needsSmtpUtf8) ? beyondAscii : transporter;
      const sent: unknown = await fitting.sendMail({
        from: config.mailFrom,
        to: { name: "", address },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: mail.messageId,
        headers: { "Auto-Submitted": "auto-generated" },
      });
      if (folder) {
        await writeToMailbox(folder, mail.messageId, (sent as { message: Buffer }).message);
      }
    },
    close() {
      transporter.close();
      if (beyondAscii !== transporter) beyondAscii.close();
    },
  };
}
