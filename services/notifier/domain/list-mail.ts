import type { Email } from "postal-mime" with { "resolution-mode": "import" };
import { emailKeyOf, type Mail } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import type { NotifierDeps } from "../deps";
import { mailboxFolder, readMailbox } from "../store/mailbox";
import { parseMail } from "./parse-mail";

/** The mails of the development mailbox. Throws `not_found` where mail really leaves. */
export async function listMail(deps: NotifierDeps, params: { to?: string | undefined }) {
  const { config } = deps;
  if (config.smtpUrl !== undefined) throw new AppError("not_found");
  const caught = await readMailbox(mailboxFolder(config.dataDir));
  const mails = await Promise.all(
    caught.map(async ({ message, caughtAt }) => toMail(await parseMail(message), caughtAt)),
  );
  return {
    data: mails.filter(
      ({ to }) => params.to === undefined || emailKeyOf(to) === emailKeyOf(params.to),
    ),
  };
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
