import type { Mail } from "../contracts";
import { eventually } from "./eventually";

export interface WantedMail {
  to: string;
  /** The whole subject, or what it has to match. */
  subject?: string | RegExp;
  /** How long it may take, in ms; 10,000 when absent. */
  within?: number;
}

/** The mails that the platform would have sent; what is in a mail is parsed: text, html, links. */
export interface MailInbox {
  /** Those to an address so far, the newest first. */
  to(address: string): Promise<Mail[]>;
  /** Resolves with the newest mail that fits, at once or when it comes; fails when none comes in time. */
  waitFor(wanted: WantedMail): Promise<Mail>;
}

/** The mails that a platform at `url` catches, which it does unless it has an SMTP_URL. */
export function openMailInbox(url: string): MailInbox {
  const to = async (address: string): Promise<Mail[]> => {
    const response = await fetch(`${url}/dev/mailbox?to=${encodeURIComponent(address)}`, {
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(10_000),
    });
    if (response.status === 404)
      throw new NoMailbox(
        "no mail is caught: with an SMTP_URL, or in production, it really leaves",
      );
    if (!response.ok) throw new Error(`the mailbox answered ${response.status}`);
    return ((await response.json()) as { data: Mail[] }).data;
  };

  return {
    to,
    async waitFor({ to: address, subject, within = 10_000 }) {
      let others: Mail[] = [];
      const find = async (): Promise<Mail | NoMailbox | undefined> => {
        try {
          others = await to(address);
        } catch (error) {
          // Waiting would not mend this one.
          if (error instanceof NoMailbox) return error;
          throw error;
        }
        return others.find((mail) => subject === undefined || fits(mail.subject, subject));
      };
      const found = await eventually(find, within).catch((cause: unknown) => {
        const wanted = subject === undefined ? "" : ` with the subject ${String(subject)}`;
        const there = others.map((mail) => `"${mail.subject}"`).join(", ") || "none";
        throw new Error(
          `no mail to ${address}${wanted} came within ${within} ms; there: ${there}`,
          { cause },
        );
      });
      if (found instanceof NoMailbox) throw found;
      return found;
    },
  };
}

class NoMailbox extends Error {
  override readonly name = "NoMailbox";
}

function fits(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === "string" ? text === wanted : wanted.test(text);
}
