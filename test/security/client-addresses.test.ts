import { type Gateway, PASSWORD, startGateway } from "../services/web-gateway/support";

const addressLimits = { logIns: 2, signUps: 1_000, mailRequests: 1_000 };

describe("whose address a wrong password is counted for", () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway({ config: { trustedProxies: ["127.0.0.1"], addressLimits } });
  });
  afterAll(() => gateway.stop());

  let people = 0;
  const statusesOf = async (headers: Record<string, string>[], to = gateway): Promise<number[]> => {
    const statuses: number[] = [];
    for (const said of headers) {
      const email = `nobody-${(people += 1)}@example.com`;
      const { status } = await to.ask("POST", "/api/v1/sessions", {
        headers: { "content-type": "application/json", ...said },
        body: JSON.stringify({ email, password: "a wrong password" }),
      });
      statuses.push(status);
    }
    return statuses;
  };
  const forwarded = (...addresses: string[]): Record<string, string>[] =>
    addresses.map((address) => ({ "x-forwarded-for": address }));

  it.each([
    ["ports", ["192.0.2.1:4711", "192.0.2.1:4712", "192.0.2.1"], "192.0.2.2:4711"],
    [
      "IPv4 in IPv6",
      ["::ffff:192.0.2.3", "[::ffff:192.0.2.3]:80", "192.0.2.3"],
      "::ffff:192.0.2.4",
    ],
    ["NAT64", ["64:ff9b::192.0.2.5", "[64:ff9b::c000:205]:443", "192.0.2.5"], "64:ff9b::192.0.2.6"],
    [
      "brackets",
      ["[2001:db8:1::1]", "[2001:db8:1::2]:443", "2001:db8:1::3"],
      "[2001:db8:2::1]:443",
    ],
  ])("is one client in every spelling, and no other: %s", async (_, spellings, other) => {
    expect(await statusesOf(forwarded(...spellings))).toEqual([401, 401, 429]);
    expect(await statusesOf(forwarded(other))).toEqual([401]);
  });

  it("is the proxy for all whom it does not name readably, which the log says once", async () => {
    expect(await statusesOf(forwarded("unknown", "_hidden:80", "192.0.2.256:80"))).toEqual([
      401, 401, 429,
    ]);
    const lines = gateway.log.filter(({ problem }) => String(problem).includes("cannot be read"));
    expect(lines).toEqual([expect.objectContaining({ name: "x-forwarded-for", level: 40 })]);
    expect(JSON.stringify(lines)).not.toMatch(/_hidden|192\.0\.2\.256/);
  });

  describe("where a header of the proxy's own names the client", () => {
    let behindFly: Gateway;
    beforeAll(async () => {
      behindFly = await startGateway({
        beside: gateway,
        config: {
          trustedProxies: ["127.0.0.1"],
          clientAddressHeader: "fly-client-ip",
          addressLimits,
        },
      });
    });
    afterAll(() => behindFly.stop());
    const ours = { "x-forwarded-for": "203.0.113.9, 198.51.100.77" };

    it("is that client, whatever is forwarded beside it", async () => {
      const from = (address: string) => ({ ...ours, "fly-client-ip": address });
      const many = Array.from({ length: 5 }, (_, n) => from(`203.0.113.${n + 1}`));
      expect(await statusesOf(many, behindFly)).toEqual([401, 401, 401, 401, 401]);
      const one = Array.from({ length: 3 }, () => from("2001:db8:3::1"));
      expect(await statusesOf(one, behindFly)).toEqual([401, 401, 429]);
      const { email } = await gateway.signUp();
      const { status } = await behindFly.ask("POST", "/api/v1/sessions", {
        headers: from("203.0.113.200"),
        body: { email, password: PASSWORD },
      });
      expect(status).toBe(201);
    });

    it("is the proxy when the header is missing, which the log says once", async () => {
      await statusesOf([ours, ours], behindFly);
      expect(await statusesOf([ours], behindFly)).toEqual([429]);
      const lines = behindFly.log.filter(({ problem }) =>
        String(problem).includes("does not send"),
      );
      expect(lines).toEqual([expect.objectContaining({ name: "fly-client-ip", level: 40 })]);
    });

    it("is the peer itself when it is no trusted proxy, whatever it says", async () => {
      const open = await startGateway({
        beside: gateway,
        config: {
          trustedProxies: ["172.16.0.0/12"],
          clientAddressHeader: "fly-client-ip",
          addressLimits,
        },
      });
      try {
        const made = ["203.0.113.50", "203.0.113.51", "203.0.113.52"].map((address) => ({
          "fly-client-ip": address,
          "x-forwarded-for": address,
        }));
        // Together with the other gateway's proxy, which has the same address.
        expect((await statusesOf(made, open)).at(-1)).toBe(429);
      } finally {
        await open.stop();
      }
    });
  });
});
