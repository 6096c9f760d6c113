import ipaddr from "ipaddr.js";
import type { Address } from "./parse-address";

/** Whether an address belongs to one of the networks, such as `10.0.0.0/8`, or is one of the addresses. */
export function createTrust(trusted: readonly string[]): (address: Address) => boolean {
  const networks = trusted.map(toNetwork);
  return (address) =>
    networks.some(
      ([network, bits]) =>
        network.kind() === address.kind() && address.match(network as never, bits),
    );
}

function toNetwork(text: string): [Address, number] {
  if (text.includes("/")) return ipaddr.parseCIDR(text);
  const address = ipaddr.parse(text);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}
