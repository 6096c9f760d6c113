import { urlPerHost } from "../config";

/** Where the first node of AMQP_URL has its management API unless it was told otherwise. */
export function managementUrlOf(amqpUrl: string): string {
  const [{ protocol, hostname }] = urlPerHost(amqpUrl);
  return protocol === "amqps:" ? `https://${hostname}:15671` : `http://${hostname}:15672`;
}
