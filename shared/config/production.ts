import type { ConfigProblem } from "./config-error";
import { destinationOf } from "./hosts";
import { senderAt } from "./mail-from";
import { connectionProblems } from "./production-connections";
import type { Variables } from "./variables";

/** What a developer may leave open and production must not. */
export function productionProblems(
  vars: Variables,
  env: Record<string, string | undefined>,
): ConfigProblem[] {
  if (vars.NODE_ENV !== "production") return [];
  const problems: ConfigProblem[] = [];
  const refuse = (variable: string, problem: string) => problems.push({ variable, problem });

  if (vars.SECRET_KEY_BASE === undefined) {
    refuse("SECRET_KEY_BASE", "is required in production; make one with: openssl rand -hex 48");
  } else if (isGuessable(vars.SECRET_KEY_BASE)) {
    refuse("SECRET_KEY_BASE", "is an example or too simple; make one with: openssl rand -hex 48");
  }
  if (vars.SECRET_KEY_BASE_PREVIOUS !== undefined && isGuessable(vars.SECRET_KEY_BASE_PREVIOUS)) {
    refuse("SECRET_KEY_BASE_PREVIOUS", "is an example or too simple; remove it");
  }
  if (vars.DATABASE_URL === undefined) {
    refuse("DATABASE_URL", "is required in production; the embedded database is for development");
  }
  if (vars.SMTP_URL === undefined) {
    refuse("SMTP_URL", "is required in production; the mailbox is for development");
  }
  if (vars.PUBLIC_URL === undefined) {
    refuse("PUBLIC_URL", "is required in production, e.g. https://accounts.example.com");
  } else if (!vars.PUBLIC_URL.startsWith("https://")) {
    refuse("PUBLIC_URL", "must start with https:// in production");
  }
  if (
    vars.MAIL_FROM === undefined &&
    vars.PUBLIC_URL !== undefined &&
    senderAt(vars.PUBLIC_URL) === undefined
  ) {
    refuse("MAIL_FROM", "is required where PUBLIC_URL has an address instead of a name");
  }
  if (vars.AMQP_URL !== undefined && usesGuest(vars.AMQP_URL)) {
    refuse("AMQP_URL", "uses the user guest; give each service its own user");
  }
  if (vars.JUMAR_BREACHED_PASSWORDS_URL?.toLowerCase().startsWith("http:")) {
    refuse("JUMAR_BREACHED_PASSWORDS_URL", "must start with https:// in production");
  }
  const { JUMAR_ARGON2_MEMORY: memory, JUMAR_ARGON2_TIME: time } = vars;
  // OWASP's floor for Argon2id, by work: 19 MiB twice, or more memory fewer times.
  if (memory < 19_456 || memory * time < 2 * 19_456) {
    refuse("JUMAR_ARGON2_MEMORY", "times JUMAR_ARGON2_TIME must be at least 19456 KiB times 2");
  }
  // Node's own switch; it would reach every connection that does not say otherwise.
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === "0") {
    refuse("NODE_TLS_REJECT_UNAUTHORIZED", "turns the verification of TLS off; remove it");
  }
  return [...problems, ...connectionProblems(vars)];
}

/** Few different characters, or one short piece over and over: not what a random source gives. */
function isGuessable(secret: string): boolean {
  if (new Set(secret).size < 10) return true;
  if (/secret|changeme|change-me|example|password|jumar/i.test(secret)) return true;
  for (let length = 1; length <= secret.length / 2; length += 1) {
    const piece = secret.slice(0, length);
    if (piece.repeat(Math.ceil(secret.length / length)).startsWith(secret)) return true;
  }
  return false;
}

function usesGuest(amqpUrl: string): boolean {
  const { user } = destinationOf("AMQP_URL", amqpUrl);
  return user === "" || user === "guest";
}
