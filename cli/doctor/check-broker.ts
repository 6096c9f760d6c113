import { connect } from "amqplib";
import { tlsOptions } from "../../shared/amqp";
import type { Config } from "../../shared/config";
import { notUsed, ok, problem, type Finding } from "./finding";

const PATIENCE = 5_000;

/** RabbitMQ: whether it is there and lets us in. */
export async function checkBroker({ amqpUrl, amqpTls }: Config): Promise<Finding> {
  if (amqpUrl === undefined) {
    return notUsed(
      "broker",
      "AMQP_URL is not set: calls stay in the process, events in the database",
    );
  }
  const { host, protocol } = new URL(amqpUrl);
  try {
    const connection = await connect(amqpUrl, {
      timeout: PATIENCE,
      ...tlsOptions(amqpUrl, amqpTls),
    });
    const { product, version } = connection.connection.serverProperties;
    await connection.close();
    return ok("broker", `${product} ${version} on ${host}`);
  } catch (error) {
    const { message, code } = error as { message: string; code?: string };
    if (/ACCESS[_-]REFUSED|NOT[_-]ALLOWED|handshake terminated/i.test(message)) {
      const remedy = "check the user, the password and the vhost of AMQP_URL";
      return problem("broker", `RabbitMQ on ${host} refused to let us in`, remedy);
    }
    const tls = protocol === "amqps:" ? ", its certificate" : "";
    return problem(
      "broker",
      `${host} cannot be reached (${code ?? "no answer"})`,
      `check that RabbitMQ runs there${tls} and AMQP_URL`,
    );
  }
}
