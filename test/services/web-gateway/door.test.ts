import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../../../shared/config";
import { type Gateway, send, startGateway } from "./support";

/** A notifier whose answer waits until it is let go. */
function slowNotifier() {
  const waiting: (() => void)[] = [];
  return {
    service: {
      name: "notifier",
      actions: {
        listMail: () => new Promise((resolve) => waiting.push(() => resolve({ data: [] }))),
      },
    },
    letGo: () => waiting.splice(0).forEach((resolve) => resolve()),
    waits: () => waiting.length,
  };
}

describe("what is not proper HTTP", () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(async () => {
    await gateway.stop();
  });

  const post = (lines: string[], body: string) =>
    gateway.raw([`POST /api/v1/users HTTP/1.1`, "Host: x", ...lines, "", body].join("\r\n"));
  const smuggled = "GET /api/v1/session HTTP/1.1\r\nHost: x\r\n\r\n";

  it.each([
    ["nonsense", "nonsense\r\n\r\n"],
    [
      "two lengths",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    ],
    [
      "a length and chunks",
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    ],
    [
      "a coding nobody knows",
      `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n${smuggled}`,
    ],
    ["a negative length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"],
    ["a folded header", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n"],
    ["a space before the colon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n"],
    ["no host", "GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n"],
    ["two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n"],
    ["a host that is none", "GET / HTTP/1.1\r\nHost: a/b@c\r\nConnection: close\r\n\r\n"],
    [
      "two types of a body",
      `POST /api/v1/users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
    ],
    [
      "two credentials",
      "GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\nauthorization: Bearer b\r\nConnection: close\r\n\r\n",
    ],
    ["an earlier HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ["bare line feeds", "GET / HTTP/1.1\nHost: a\n\n"],
    ["TLS", Buffer.from("160301020001000", "hex")],
  ])("is answered once with a minimal 400: %s", async (_, text) => {
    const heard = await gateway.raw(text);
    expect(heard).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(heard.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(heard).toMatch(/content-security-policy: default-src 'self'/);
    expect(heard).toContain("application/problem+json");
    expect(heard).toContain('"code":"malformed_request"');
    expect(heard).not.toMatch(/HPE_|Parse Error|node/i);
  });

  it("is 431 when there are too many headers", async () => {
    const headers = Array.from({ length: 400 }, (_, at) => `X-${at}: ${"a".repeat(60)}\r\n`).join(
      "",
    );
    const heard = await gateway.raw(`GET / HTTP/1.1\r\nHost: x\r\n${headers}\r\n`);
    expect(heard).toMatch(/^HTTP\/1\.1 431 /);
  });

  it("is 413 as soon as the length is told, before the body is sent", async () => {
    const began = performance.now();
    const heard = await post(["Content-Type: application/json", "Content-Length: 10000000"], "{");
    expect(heard).toMatch(/^HTTP\/1\.1 413 /);
    expect(heard).toContain('"code":"payload_too_large"');
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it("is 413 when chunks become too many, and the client that goes on sending still hears it", async () => {
    const socket = connect({ port: gateway.port, host: "127.0.0.1" });
    let heard = "";
    const failed = new Promise((resolve) => socket.once("error", resolve));
    socket.on("data", (chunk) => (heard += chunk.toString()));
    socket.write(
      "POST /api/v1/users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
    );
    const chunk = `4000\r\n${"a".repeat(0x4000)}\r\n`;
    for (let sent = 0; sent < 20; sent += 1) {
      socket.write(chunk);
      await sleep(5);
    }
    socket.write("0\r\n\r\n");
    await Promise.race([once(socket, "close"), failed]);
    expect(heard).toMatch(/^HTTP\/1\.1 413 /);
    expect(heard).toMatch(/connection: close/i);
    expect(await Promise.race([failed, sleep(50, "no reset")])).toBe("no reset");
  });

  it("keeps the answer when a body comes to an address that takes none", async () => {
    const body = "a".repeat(1_000_000);
    const answer = await send(gateway.port, "POST", "/nothing", { body });
    expect(answer.status).toBe(404);
  });

  it("says to go on only to a body that it is going to read", async () => {
    const told = await post(
      [
        "Content-Type: text/plain",
        "Content-Length: 2",
        "Expect: 100-continue",
        "Connection: close",
      ],
      "",
    );
    expect(told).toMatch(/^HTTP\/1\.1 415 /);
    const heard = await post(
      [
        "Content-Type: application/json",
        "Content-Length: 2",
        "Expect: 100-continue",
        "Connection: close",
      ],
      "{}",
    );
    expect(heard).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 422 /);
  });

  it("survives a client that goes away in the middle of its body", async () => {
    const socket = connect({ port: gateway.port, host: "127.0.0.1" });
    socket.write(
      "POST /api/v1/users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{",
    );
    await sleep(20);
    socket.destroy();
    expect((await gateway.ask("GET", "/health/live")).status).toBe(200);
  });
});

describe("opening and closing", () => {
  it("says PORT when the port is taken", async () => {
    const gateway = await startGateway();
    const config: Partial<Config> = { port: gateway.port };
    await expect(startGateway({ config })).rejects.toMatchObject({
      code: "EADDRINUSE",
      message: expect.stringContaining(`PORT ${gateway.port}`) as string,
    });
    await gateway.stop();
  });

  it("is not ready at once, serves on for the delay, then says goodbye and closes", async () => {
    const gateway = await startGateway({ config: { shutdownDelay: 400 } });
    const ready = () => send(gateway.port, "GET", "/health/ready");
    const socket = connect({ port: gateway.port, host: "127.0.0.1" });
    await once(socket, "connect");
    const idle = once(socket, "close");

    const began = performance.now();
    const stopped = gateway.deps.door.close();
    expect(await ready()).toMatchObject({ status: 503, text: "unavailable" });
    const served = await gateway.ask("GET", "/health/live", {
      headers: { connection: "keep-alive" },
    });
    expect(served).toMatchObject({ status: 200, headers: { connection: "keep-alive" } });

    await sleep(450);
    const late = await gateway.ask("GET", "/health/live", {
      headers: { connection: "keep-alive" },
    });
    expect(late).toMatchObject({ status: 200, headers: { connection: "close" } });
    await stopped;
    await idle;
    expect(performance.now() - began).toBeLessThan(2_000);
    await expect(ready()).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await gateway.stop();
  });

  it("finishes what is under way, also when the whole platform stops", async () => {
    const notifier = slowNotifier();
    const gateway = await startGateway({ guests: [notifier.service] });
    const answer = gateway.ask("GET", "/dev/mailbox", { headers: { connection: "keep-alive" } });
    while (notifier.waits() === 0) await sleep(5);
    const stopped = gateway.stop();
    await sleep(300);
    await expect(send(gateway.port, "GET", "/health/live")).rejects.toMatchObject({
      code: "ECONNREFUSED",
    });
    notifier.letGo();
    expect(await answer).toMatchObject({ status: 200, headers: { connection: "close" } });
    await stopped;
  });
});

describe("what the fleet can see of the gateway", () => {
  it("is its name, no routes, no secrets and nothing that changes it", async () => {
    const gateway = await startGateway();
    const services = await gateway.platform.broker.call<Seen[], object>("$node.services", {
      withActions: true,
    });
    const seen = services.find(({ name }) => name === "web-gateway")!;
    expect(Object.keys(seen.actions)).toEqual([]);
    expect(seen.settings).not.toHaveProperty("routes");
    expect(seen.settings).not.toHaveProperty("rootCallOptions");
    expect(JSON.stringify(seen)).not.toContain(gateway.deps.config.databaseUrl);
    await gateway.stop();
  });
});

interface Seen {
  name: string;
  settings: object;
  actions: object;
}
