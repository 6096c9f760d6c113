import type { Deps } from "../../../../shared/service";

/** Whether mails are caught and shown in the mailbox: not in production, and not when they are sent by SMTP. */
export function hasMailbox({ config }: Pick<Deps, "config">): boolean {
  return config.environment !== "production" && config.smtpUrl === undefined;
}
