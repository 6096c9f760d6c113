import { chmodSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { connect } from "amqplib";
import type { Authority } from "../certificates";
import { type BrokerNode, startBrokerNode } from "./broker-node";

/** Its certificate is for this name. */
export const BROKER_HOST = "localhost";

/**
 * A RabbitMQ that speaks TLS only, by the configuration that is deployed, with the paths of this
 * machine. `definitions` is a file that it loads, `asks` whether clients must have certificates.
 */
export async function startTlsBroker(
  authority: Authority,
  options: { definitions: string; login: string; asks?: boolean },
): Promise<BrokerNode> {
  const { cert, key } = authority.server(BROKER_HOST);
  // The server may run as a user of its own.
  chmodSync(dirname(authority.ca), 0o755);
  for (const file of [authority.ca, cert, key, options.definitions]) chmodSync(file, 0o644);
  chmodSync(dirname(options.definitions), 0o755);
  const ca = readFileSync(authority.ca);
  return await startBrokerNode({
    conf: (port) =>
      readFileSync("deploy/rabbitmq/rabbitmq.conf", "utf8")
        .replace("listeners.ssl.default = 5671", `listeners.ssl.default = 127.0.0.1:${port}`)
        .replace("/etc/rabbitmq/tls/ca.crt", authority.ca)
        .replace("/etc/rabbitmq/tls/node.crt", cert)
        .replace("/etc/rabbitmq/tls/node.key", key)
        .replace("/etc/rabbitmq/jumar/definitions.json", options.definitions)
        .replace("fail_if_no_peer_cert = false", `fail_if_no_peer_cert = ${options.asks ?? false}`)
        .replace("log.console = true", "log.console = false"),
    async isUp(port) {
      const url = `amqps://${options.login}@${BROKER_HOST}:${port}/jumar`;
      const own = options.asks ? authority.client("probe") : undefined;
      const connection = await connect(url, {
        timeout: 2_000,
        ca,
        ...(own ? { cert: readFileSync(own.cert), key: readFileSync(own.key) } : {}),
      });
      await connection.close();
      return true;
    },
  });
}
