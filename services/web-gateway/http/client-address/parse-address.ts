import ipaddr from "ipaddr.js";

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** As proxies write it: `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:443`. */
const ENTRY = /^(?:\[(?<bracketed>[^\]]*)\]|(?<four>[\d.]+(?=:)))(?::\d{1,5})?$/;

/** RFC 6052. */
const NAT64 = ipaddr.IPv6.parse("64:ff9b::");

/** Reads plain notation only: no octal, short forms or zones. An IPv4-mapped IPv6 address is an IPv4 address. */
export function parseAddress(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (text.includes("%") || !ipaddr.IPv6.isValid(text)) return undefined;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

/** Reads an address as a proxy forwards it, with or without the client's port. */
export function addressOfEntry(entry: string): Address | undefined {
  const { bracketed, four } = ENTRY.exec(entry)?.groups ?? {};
  if (bracketed !== undefined && !bracketed.includes(":")) return undefined;
  return parseAddress(bracketed ?? four ?? entry);
}

/** The IPv4 address that a NAT64 wrote into an IPv6 one; any other address as it is. */
export function withoutTranslation(address: Address): Address {
  if (address.kind() === "ipv4" || !address.match(NAT64 as never, 96)) return address;
  return new ipaddr.IPv4(address.toByteArray().slice(12));
}
