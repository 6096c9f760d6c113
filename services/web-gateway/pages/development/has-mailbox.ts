import type { GatewayDeps } from "../../deps";

/** Whether mails are caught, and may be looked at here: never in production, nor when they are sent. */
export function hasMailbox({ config }: Pick<GatewayDeps, "config">): boolean {
  return config.environment !== "production" && config.smtpUrl === undefined;
}
