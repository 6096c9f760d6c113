import type { Verdict } from "../../../shared/courier";
import { NO_SMTPUTF8 } from "./smtputf8";

/** What nodemailer throws, as far as it says what happened. */
interface MailFailure {
  /** The kind of failure, e.g. `EENVELOPE`. */
  code?: string;
  /** Of the system or TLS, when `code` is nodemailer's. */
  originalCode?: string;
  /** The step that failed: `CONN` until the greeting, then the command, `DATA` for the message too. */
  command?: string;
  responseCode?: number;
  /** The whole answer. It may repeat what was sent, so none of its words are kept. */
  response?: string;
}

/** The steps that are about one mail: only what is answered to these may be about its recipient or itself. */
const ABOUT_ONE_MAIL = new Set(["RCPT TO", "DATA"]);

/**
 * What a failure to send by SMTP says about its mail. It is given up for a 5xx about its recipient or
 * itself only; what is about the connection, the log-in or the sender keeps it and holds for all, and
 * so is it kept when nobody can tell (table in docs/deployment.md).
 */
export function judgeAnswer(error: unknown): Verdict {
  const { code, originalCode, command, responseCode, response = "" } = error as MailFailure;
  if (code === NO_SMTPUTF8) {
    const problem = "the mail server does not take addresses beyond ASCII (it has no SMTPUTF8)";
    return command === "MAIL FROM"
      ? { then: "retry", problem, concernsAll: true }
      : { then: "park", problem };
  }
  // Not of a session with the server, such as a full disk under the mailbox.
  if (command === undefined || command === "API")
    return { then: "retry", problem: code ?? "error" };
  if (responseCode === undefined) {
    const problem = `the mail server cannot be reached (${originalCode ?? code ?? "no answer"})`;
    return { then: "retry", problem, concernsAll: true };
  }
  const codes = enhancedCodes(response);
  const answer = [responseCode, ...codes.slice(0, 1)].join(" ");
  const kept = `the mail server answered ${command} with ${answer}`;
  if (!ABOUT_ONE_MAIL.has(command) || responseCode === 421) {
    return { then: "retry", problem: kept, concernsAll: true };
  }
  const isFinal = responseCode >= 500 && isAboutIt(command, responseCode, codes, response);
  if (!isFinal) return { then: "retry", problem: kept };
  return { then: "park", problem: `the mail server refused it with ${answer}` };
}

function isAboutIt(command: string, reply: number, codes: string[], response: string): boolean {
  if (codes.length > 0) return codes.every((code) => FINAL.some((known) => known.test(code)));
  const plain = command === "RCPT TO" ? [550, 551, 553, 556] : [550, 554];
  return plain.includes(reply) && !ABOUT_US.test(response);
}

/** Enhanced status codes (RFC 3463, and IANA's registry of them) that are about a recipient or a message. */
const FINAL = [
  /^5\.1\.(0|1|2|3|4|6|9|10)$/, // an address that cannot be; 5.1.7 and 5.1.8 are the sender's
  /^5\.2\.(0|1|3|4)$/, // a mailbox that takes nothing; a full one (5.2.2) may be emptied
  /^5\.3\.4$/, // too big
  /^5\.6\.\d+$/, // what is in it
  /^5\.7\.(17|18)$/, // a mailbox or domain that changed hands (RFC 7293)
];

/** Plain answers whose words say that they are about who sends. */
const ABOUT_US =
  /relay|authenticat|log.?in|sender|polic|prohibit|permi|spam|reputation|block.?list/i;

/** The enhanced status codes of an answer, wherever they stand; an address of four parts is none. */
function enhancedCodes(response: string): string[] {
  return response.match(/(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)/g) ?? [];
}
