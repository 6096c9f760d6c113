import type { Email } from "postal-mime" with { "resolution-mode": "import" };
import { emailKeyOf, type Mail } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import type { NotifierDeps } from "../deps";
import { type CaughtMail, findCaught, mailboxFolder, readCaught } from "../store/mailbox";
import { parseMail } from "./parse-mail";

/** The mails of the development mailbox. Throws `not_found` where mail really leaves. */
export async function listMail(deps: NotifierDeps, params: { to?: string | undefined }) {
  const { config } = deps;
  if (config.smtpUrl !== undefined) throw new AppError("not_found");
  const mails = await readAll(await findCaught(mailboxFolder(config.dataDir)));
  return {
    data: mails.filter(
      ({ to }) => params.to === undefined || emailKeyOf(to) === emailKeyOf(params.to),
    ),
  };
}

/** What was read last time, by file and time: programs that wait for a mail look again and again. */
const known = new Map<string, Mail>();

async function readAll(caught: CaughtMail[]): Promise<Mail[]> {
  const mails = await Promise.all(
    caught.map(async (mail): Promise<[string, Mail]> => {
      const key = `${mail.file} ${mail.caughtAt.getTime()}`;
      const before = known.get(key);
      return [key, before ?? toMail(await parseMail(await readCaught(mail)), mail.caughtAt)];
    }),
  );
  known.clear();
  for (const [key, mail] of mails) known.set(key, mail);
  return mails.map(([, mail]) => mail);
}

function toMail(email: Email, caughtAt: Date): Mail {
  const messageId = email.messageId ?? "";
  const text = email.text ?? "";
  return {
    id: messageId.replaceAll(/[<>]/g, "").replace(/@.*$/, ""),
    message_id: messageId,
    from: email.from?.address ?? "",
    to: email.to?.[0]?.address ?? "",
    subject: email.subject ?? "",
    sent_at: caughtAt.toISOString(),
    text,
    html: email.html ?? null,
    links: text.match(/https?:\/\/\S+/g) ?? [],
  };
}
