import type { Email } from "postal-mime" with { "resolution-mode": "import" };
import { emailKeyOf, type Mail } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import type { NotifierDeps } from "../deps";
import { mailboxFolder, readMailbox } from "../store/mailbox";

// The package is for both module systems, its types only for one.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const postalMime = require("postal-mime") as {
  default: { parse(message: Buffer): Promise<Email> };
};

/** The mails of the development mailbox. Throws `not_found` where mail really leaves. */
export async function listMail(deps: NotifierDeps, params: { to?: string | undefined }) {
  const { config } = deps;
  if (config.smtpUrl !== undefined) throw new AppError("not_found");
  const caught = await readMailbox(mailboxFolder(config.dataDir));
  const mails = await Promise.all(
    caught.map(async ({ message, caughtAt }) =>
      toMail(await postalMime.default.parse(message), caughtAt),
    ),
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
