import type { IncomingMessage } from "node:http";
import { createAddressReader } from "../../../services/web-gateway/http/client-address";

const read = createAddressReader(["10.0.0.0/8", "fd00::/8", "192.0.2.7"]);

function from(peer: string | undefined, forwarded?: string): string | undefined {
  const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  return read({ headers, socket: { remoteAddress: peer } } as unknown as IncomingMessage);
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
  });

  it.each([
    "unknown",
    "",
    "1.2.3.4:80",
    "0300.0250.0.1",
    "127.1",
    "2130706433",
    "fe80::1%eth0",
    "[::1]",
  ])("is the peer's when a proxy forwards %p", (forwarded) => {
    expect(from("10.1.2.3", forwarded)).toBe("10.1.2.3");
    expect(from("10.1.2.3", `${forwarded}, 10.0.0.9`)).toBe("10.1.2.3");
  });

  it("has one spelling: an IPv4 inside an IPv6 is an IPv4", () => {
    expect(from("::ffff:203.0.113.5")).toBe("203.0.113.5");
    expect(from("::ffff:10.1.2.3", "::ffff:198.51.100.1")).toBe("198.51.100.1");
    expect(from("2001:DB8:0:0:0:0:0:1")).toBe("2001:db8::1");
  });

  it("is unknown once the connection is gone", () => {
    expect(from(undefined, "198.51.100.1")).toBeUndefined();
  });
});
