import { type PemFiles, readPemFiles } from "../config";

/**
 * What a socket to RabbitMQ is opened with. An `amqps://` one is always verified in full, whatever
 * the environment says; throws a ConfigError that names the variable whose file cannot be read.
 */
export function tlsOptions(url: string, files: PemFiles = {}): Record<string, string | boolean> {
  if (!/^amqps:/i.test(url)) return {};
  return { rejectUnauthorized: true, ...readPemFiles("AMQP_SSL", files) };
}
