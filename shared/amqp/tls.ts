import { readFileSync } from "node:fs";
import { ConfigError, type ConfigProblem } from "../config";

/** Paths of the files that TLS to RabbitMQ takes beside what the system trusts. */
export interface AmqpTls {
  /** The authority that certified RabbitMQ; those of the system when absent. */
  ca?: string | undefined;
  /** The client's own certificate and its key. */
  cert?: string | undefined;
  key?: string | undefined;
}

/**
 * What a socket to RabbitMQ is opened with. An `amqps://` one is always verified in full, whatever
 * the environment says; throws a ConfigError that names the variable whose file cannot be read.
 */
export function tlsOptions(
  url: string,
  { ca, cert, key }: AmqpTls = {},
): Record<string, string | boolean> {
  if (!/^amqps:/i.test(url)) return {};
  return {
    rejectUnauthorized: true,
    ...(ca === undefined ? {} : { ca: read("AMQP_SSL_CA", ca) }),
    ...(cert === undefined ? {} : { cert: read("AMQP_SSL_CERT", cert) }),
    ...(key === undefined ? {} : { key: read("AMQP_SSL_KEY", key) }),
  };
}

function read(variable: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    const problem: ConfigProblem = { variable, problem: "names a file that cannot be read" };
    throw new ConfigError([problem]);
  }
}
