import { createTransport } from "nodemailer";
import type { Config } from "../../shared/config";
import { type Finding, notUsed, ok, problem } from "./finding";

const PATIENCE = 5_000;

/** The mail server: whether it is there and takes our log-in. Sends nothing. */
export async function checkMail({ smtpUrl }: Config): Promise<Finding> {
  if (smtpUrl === undefined) {
    return notUsed("mail", "SMTP_URL is not set: mails are caught at /dev/mailbox");
  }
  const { host } = new URL(smtpUrl);
  const times = { connectionTimeout: PATIENCE, greetingTimeout: PATIENCE, socketTimeout: PATIENCE };
  const transport = createTransport({ url: smtpUrl, ...times });
  try {
    await transport.verify();
    return ok("mail", `${host} takes mail`);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "EAUTH") {
      return problem("mail", `${host} refused the user or password`, "correct SMTP_URL");
    }
    return problem(
      "mail",
      `${host} does not work (${code ?? "no answer"})`,
      "check that it runs, and SMTP_URL",
    );
  } finally {
    transport.close();
  }
}
