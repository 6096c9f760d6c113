import type { Transport } from "nodemailer";
import SmtpConnection from "nodemailer/lib/smtp-connection";
import SmtpTransport from "nodemailer/lib/smtp-transport";

/** What is thrown when a server does not take an address beyond ASCII: it says so before it is asked. */
export const NO_SMTPUTF8 = "ENOSMTPUTF8";

/** Whether an address can only be named to a server that takes `SMTPUTF8` (RFC 6531): its domain never needs it. */
export function needsSmtpUtf8(address: string): boolean {
  return /[^\0-\x7f]/.test(address.slice(0, address.lastIndexOf("@")));
}

/**
 * Sends mails that need `SMTPUTF8`, each over a connection of its own: nodemailer's transports write such an
 * address to every server, and what one without the extension makes of the octets nobody knows.
 */
export function smtpUtf8Transport(settings: SmtpTransport.Options): Transport {
  const { options, auth } = new SmtpTransport(settings);
  return {
    name: "SMTPUTF8",
    version: "1",
    send({ message }, callback) {
      const connection = new SmtpConnection(options);
      let ended = false;
      const end = (error: Error | null): void => {
        if (ended) return;
        ended = true;
        if (error) connection.close();
        else connection.quit();
        callback(error, null as never);
      };
      const send = (): void => {
        const body = message.createReadStream();
        connection.send(message.getEnvelope() as never, body, (error) => end(error ?? null));
      };
      connection.once("error", end);
      connection.connect((error) => {
        if (error) return end(error);
        // The answer to `EHLO` is the last one until then.
        if (!/[ -]SMTPUTF8\b/i.test(connection.lastServerResponse || "")) {
          return end(notTaken(message.getEnvelope().from || ""));
        }
        if (!auth || !connection.allowsAuth) return send();
        connection.login(auth, (refused) => (refused ? end(refused) : send()));
      });
    },
  };
}

function notTaken(sender: string): Error {
  const error = new Error("the mail server does not take SMTPUTF8");
  const command = needsSmtpUtf8(sender) ? "MAIL FROM" : "RCPT TO";
  return Object.assign(error, { code: NO_SMTPUTF8, command });
}
