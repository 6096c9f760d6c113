import type { Config } from "../../shared/config";

const SECRETS = [
  "databaseUrl",
  "databaseTls",
  "amqpUrl",
  "smtpUrl",
  "secretKeyBase",
  "secretKeyBasePrevious",
] as const;

/** The configuration as it may be shown: of what is secret, only whether it is set. */
export function withoutSecretSettings(config: Config): Record<string, unknown> {
  const shown: Record<string, unknown> = { ...config };
  for (const name of SECRETS) {
    const value: unknown = config[name];
    const isSet = typeof value === "object" ? Object.keys(value ?? {}).length > 0 : Boolean(value);
    shown[name] = isSet ? "(set, secret)" : undefined;
  }
  return shown;
}
