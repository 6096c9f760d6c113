import { createTransport } from "nodemailer";
import type { Config } from "../../../shared/config";
import { mailboxFolder, writeToMailbox } from "../store/mailbox";
import type { Composed } from "./compose";

/** How mail leaves: by SMTP, or into the mailbox of the data folder when there is no SMTP_URL. */
export interface MailTransport {
  /** Resolves when the next hop has taken the mail over; a Message-ID sent twice is one mail. Rejects with what nodemailer throws. */
  send(mail: Composed & { messageId: string; to: string }): Promise<void>;
  close(): void;
}

export function createMailTransport(config: Config): MailTransport {
  const folder = config.smtpUrl === undefined ? mailboxFolder(config.dataDir) : undefined;
  const transporter = createTransport(
    config.smtpUrl === undefined
      ? { streamTransport: true, buffer: true, newline: "unix" }
      : {
          url: config.smtpUrl,
          pool: true,
          maxConnections: 5,
          connectionTimeout: 10_000,
          greetingTimeout: 10_000,
          socketTimeout: 30_000,
        },
    { disableFileAccess: true, disableUrlAccess: true },
  );
  return {
    async send(mail) {
      const sent: unknown = await transporter.sendMail({
        from: config.mailFrom,
        to: { name: "", address: mail.to },
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
    },
  };
}
