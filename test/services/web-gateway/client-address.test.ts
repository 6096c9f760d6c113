import type { IncomingMessage } from "node:http";
import { createAddressReader } from "../../../services/web-gateway/http/client-address";

const trustedProxies = ["10.0.0.0/8", "fd00::/8", "192.0.2.7"];
const log = { warn: () => undefined };
const read = createAddressReader({
  config: { trustedProxies, clientAddressHeader: undefined },
  log,
});

function request(peer: string | undefined, headers: Record<string, string>): IncomingMessage {
  return { headers, socket: { remoteAddress: peer } } as unknown as IncomingMessage;
}

function from(peer: string | undefined, forwarded?: string): string | undefined {
  return read(request(peer, forwarded === undefined ? {} : { "x-forwarded-for": forwarded }));
}

describe("a client's address", () => {
  it("is the peer's, whatever it forwards, unless the peer is a trusted proxy", () => {
    expect(from("203.0.113.5")).toBe("203.0.113.5");
    expect(from("203.0.113.5", "198.51.100.1")).toBe("203.0.113.5");
    expect(from("192.0.2.8", "198.51.100.1")).toBe("192.0.2.8");
  });

  it("is the right-most one that is no proxy of ours", () => {
    expect(from("10.1.2.3", "198.51.100.1")).toBe("198.51.100.1");
    expect(from("10.1.2.3", "6.6.6.6, 198.51.100.1, 10.9.9.9")).toBe("198.51.100.1");
    expect(from("192.0.2.7", "6.6.6.6,198.51.100.1,fd00::1")).toBe("198.51.100.1");
    expect(from("10.1.2.3", "10.0.0.4, 10.0.0.5")).toBe("10.0.0.4");
    expect(from("10.1.2.3", "6.6.6.6:1, 198.51.100.1:2, [fd00::1]:3, 10.9.9.9:4")).toBe(
      "198.51.100.1",
    );
  });

  it.each([
    "unknown",
    "",
    "0300.0250.0.1",
    "127.1",
    "127.1:80",
    "2130706433",
    "fe80::1%eth0",
    "[fe80::1%eth0]:80",
    "[192.0.2.1]:80",
    "192.0.2.1:",
    "192.0.2.1:port",
    "192.0.2.1:1:2",
    "[2001:db8::1]:",
    "[2001:db8::1]80",
    "[2001:db8::1",
    "2001:db8::1]",
    "[]:80",
    ":80",
  ])("is the peer's when a proxy forwards %p", (forwarded) => {
    expect(from("10.1.2.3", forwarded)).toBe("10.1.2.3");
    expect(from("10.1.2.3", `${forwarded}, 10.0.0.9`)).toBe("10.1.2.3");
  });

  it("is what a proxy forwards with a port or in brackets", () => {
    expect(from("10.1.2.3", "198.51.100.1:65535")).toBe("198.51.100.1");
    expect(from("10.1.2.3", "[2001:db8::1]")).toBe("2001:db8::1");
    expect(from("10.1.2.3", "[2001:db8::1]:443")).toBe("2001:db8::1");
  });

  it("has one spelling: an IPv4 inside an IPv6 is an IPv4", () => {
    expect(from("::ffff:203.0.113.5")).toBe("203.0.113.5");
    expect(from("::ffff:10.1.2.3", "::ffff:198.51.100.1")).toBe("198.51.100.1");
    expect(from("2001:DB8:0:0:0:0:0:1")).toBe("2001:db8::1");
    expect(from("64:ff9b::203.0.113.5")).toBe("203.0.113.5");
    expect(from("10.1.2.3", "64:ff9b::c633:6401")).toBe("198.51.100.1");
    expect(from("64:ff9b:1::cb00:7105")).toBe("64:ff9b:1::cb00:7105");
  });

  it("makes no trusted proxy of who only writes one's address into an IPv6 one", () => {
    expect(from("64:ff9b::10.1.2.3", "198.51.100.1")).toBe("10.1.2.3");
  });

  it("is what the chosen header says, from a trusted proxy and nobody else", () => {
    const chosen = createAddressReader({
      config: { trustedProxies: ["172.16.0.0/12"], clientAddressHeader: "fly-client-ip" },
      log,
    });
    const headers = { "fly-client-ip": "2001:db8::5", "x-forwarded-for": "2001:db8::5, 6.6.6.6" };
    expect(chosen(request("172.19.0.2", headers))).toBe("2001:db8::5");
    expect(chosen(request("fdaa:0:1::2", headers))).toBe("fdaa:0:1::2");
    expect(chosen(request("172.19.0.2", { "x-forwarded-for": "6.6.6.6" }))).toBe("172.19.0.2");
  });

  it("is unknown once the connection is gone", () => {
    expect(from(undefined, "198.51.100.1")).toBeUndefined();
  });
});
