import type { ConfigProblem } from "./config-error";
import { destinationOf, isThisMachine } from "./hosts";
import type { Variables } from "./variables";

interface Connection {
  name: Variables["JUMAR_PLAIN_CONNECTIONS"][number];
  variable: "DATABASE_URL" | "AMQP_URL" | "SMTP_URL";
  /** Whether it is encrypted and the other side proved. */
  isVerified(url: string, vars: Variables): boolean;
  remedy: string;
}

const connections: readonly Connection[] = [
  {
    name: "database",
    variable: "DATABASE_URL",
    isVerified: (url, vars) =>
      (vars.DATABASE_SSL_CA ?? vars.DATABASE_SSL_CERT) !== undefined ||
      /[?&]sslmode=(?!disable(&|$))[^&]/.test(url),
    remedy: "set DATABASE_SSL_CA, or add ?sslmode=verify-full",
  },
  {
    name: "broker",
    variable: "AMQP_URL",
    isVerified: (url) => /^amqps:/i.test(url),
    remedy: "use amqps://, with AMQP_SSL_CA for an authority of your own",
  },
  {
    name: "mail",
    variable: "SMTP_URL",
    isVerified: (url) =>
      /^smtps:|[?&]requireTLS=true(&|$)/i.test(url) && !/[?&]tls\.rejectUnauthorized=/i.test(url),
    remedy: "use smtps://, or add ?requireTLS=true for STARTTLS",
  },
];

/** Passwords that come with examples, images and this project's own development parts. */
const KNOWN_PASSWORDS =
  /^(guest|jumar|admin|root|postgres|rabbitmq|cockroach|secret|password|changeme|change-me|example|test)$/i;

/** What production refuses of ways that leave this machine: unverified ones, and known passwords. */
export function connectionProblems(vars: Variables): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  for (const { name, variable, isVerified, remedy } of connections) {
    const url = vars[variable];
    if (url === undefined) continue;
    const { hosts, user, password } = destinationOf(variable, url);
    if (hosts.every(isThisMachine)) continue;
    if (!isVerified(url, vars) && !vars.JUMAR_PLAIN_CONNECTIONS.includes(name)) {
      problems.push({
        variable,
        problem:
          `leads to another machine without verified TLS; ${remedy}, or, if the network itself is ` +
          `encrypted, list "${name}" in JUMAR_PLAIN_CONNECTIONS`,
      });
    }
    if (user !== "" && password !== "" && isKnown(user, password)) {
      problems.push({
        variable,
        problem: "has a password that everybody knows; make one with: openssl rand -hex 24",
      });
    }
  }
  return problems;
}

function isKnown(user: string, password: string): boolean {
  return password === user || KNOWN_PASSWORDS.test(password);
}
