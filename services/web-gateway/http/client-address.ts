import ipaddr from "ipaddr.js";
import type { IncomingMessage } from "node:http";

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = [Address, number];

/**
 * Tells who a request comes from. Forwarded addresses count only when the peer is a trusted proxy:
 * then the right-most one that is no proxy itself. What cannot be read is never believed, the peer is.
 */
export function createAddressReader(trustedProxies: readonly string[]) {
  const networks = trustedProxies.map(toNetwork);
  const isTrusted = (address: Address): boolean =>
    networks.some(
      ([network, bits]) =>
        network.kind() === address.kind() && address.match(network as never, bits),
    );

  return (request: IncomingMessage): string | undefined => {
    const peer = parse(request.socket.remoteAddress ?? "");
    if (!peer) return undefined;
    const forwarded = request.headers["x-forwarded-for"];
    if (typeof forwarded !== "string" || !isTrusted(peer)) return peer.toString();
    return (rightMostUntrusted(forwarded, isTrusted) ?? peer).toString();
  };
}

/** Undefined when an address on the way to it cannot be read. */
function rightMostUntrusted(
  forwarded: string,
  isTrusted: (address: Address) => boolean,
): Address | undefined {
  let last: Address | undefined;
  for (const part of forwarded.split(",").reverse()) {
    last = parse(part.trim());
    if (!last || !isTrusted(last)) return last;
  }
  return last;
}

/** Plain spellings only: no octal, no short forms, no zones; an IPv4 inside an IPv6 is an IPv4. */
function parse(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (text.includes("%") || !ipaddr.IPv6.isValid(text)) return undefined;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

function toNetwork(text: string): Network {
  if (text.includes("/")) return ipaddr.parseCIDR(text);
  const address = ipaddr.parse(text);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}
