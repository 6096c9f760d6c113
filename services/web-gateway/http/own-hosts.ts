import type { IncomingMessage } from "node:http";

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/**
 * The hosts by which clients reach a public URL, with the port unless its scheme implies it: the
 * loopback interface has several names.
 */
export function ownHosts(publicUrl: string): string[] {
  const { host, hostname, port } = new URL(publicUrl);
  if (!LOOPBACK.includes(hostname)) return [host];
  return LOOPBACK.map((name) => (port === "" ? name : `${name}:${port}`));
}

/** Whether a host is ours: the public one, or the very address that a request's connection came to. */
export function createHostCheck(publicUrl: string) {
  const own = new Set(ownHosts(publicUrl));
  return (host: string, { socket }: IncomingMessage): boolean =>
    own.has(host) || host === addressOf(socket);
}

function addressOf({ localAddress = "", localPort = 0 }: IncomingMessage["socket"]): string {
  const address = localAddress.replace(/^::ffff:(?=[0-9.]+$)/, "");
  const name = address.includes(":") ? `[${address}]` : address;
  return localPort === 80 ? name : `${name}:${localPort}`;
}
