import type { Transport } from "nodemailer";
import SmtpConnection from "nodemailer/lib/smtp-connection";
import SmtpTransport from "nodemailer/lib/smtp-transport";

/** What is thrown when a server does not take an address beyond ASCII: it says so before it is asked. */
export const NO_SMTPUTF8 = "ENOSMTPUTF8";

/** Whether an address can only be named to a server that takes `SMTPUTF8` (RFC 6531): its domain never needs it. */
export function needsSmtpUtf8(address: string): boolean {
  return /[^\0-\x7f]/.test(address.slice(0, address.lastIndexOf("@")));
}

/** As many connections at once as nodemailer's pool has by itself. */
const AT_ONCE = 5;

/**
 * Sends mails that need `SMTPUTF8`, each over a connection of its own, a few at once: nodemailer's transports
 * write such an address to every server, and what one without the extension makes of the octets nobody knows.
 * Closed, it ends the connections there are and begins none.
 */
export function smtpUtf8Transport(settings: SmtpTransport.Options): Transport {
  const { options, auth } = new SmtpTransport(settings);
  const open = new Set<SmtpConnection>();
  const waiting: (() => void)[] = [];
  let isClosed = false;
  const next = (): void => waiting.shift()?.();
  return {
    name: "SMTPUTF8",
    version: "1",
    send({ message }, callback) {
      const begin = (): void => {
        if (isClosed) {
          callback(new Error("the transport is closed"), null as never);
          return next();
        }
        const connection = new SmtpConnection(options);
        open.add(connection);
        // Not before it is closed, which the server has to answer first.
        connection.once("end", () => {
          open.delete(connection);
          next();
        });
        sendOver(connection, auth, message, (error) => callback(error, null as never));
      };
      if (open.size < AT_ONCE) begin();
      else waiting.push(begin);
    },
    close() {
      isClosed = true;
      for (const connection of open) connection.close();
    },
  };
}

type Message = Parameters<Transport["send"]>[0]["message"];

/** Sends one mail over a connection, which it ends; `done` is called once, however that came about. */
function sendOver(
  connection: SmtpConnection,
  auth: SmtpTransport["auth"],
  message: Message,
  done: (error: Error | null) => void,
): void {
  let ended = false;
  const end = (error: Error | null): void => {
    if (ended) return;
    ended = true;
    if (error) connection.close();
    else connection.quit();
    done(error);
  };
  const send = (): void => {
    const body = message.createReadStream();
    connection.send(message.getEnvelope() as never, body, (error) => end(error ?? null));
  };
  connection.on("error", end);
  connection.once("end", () => end(new Error("the connection was closed")));
  connection.connect((error) => {
    if (error) return end(error);
    // The answer to `EHLO` is the last one until then.
    if (!/[ -]SMTPUTF8\b/i.test(connection.lastServerResponse || "")) {
      return end(notTaken(message.getEnvelope().from || ""));
    }
    if (!auth || !connection.allowsAuth) return send();
    connection.login(auth, (refused) => (refused ? end(refused) : send()));
  });
}

function notTaken(sender: string): Error {
  const error = new Error("the mail server does not take SMTPUTF8");
  const command = needsSmtpUtf8(sender) ? "MAIL FROM" : "RCPT TO";
  return Object.assign(error, { code: NO_SMTPUTF8, command });
}
