import { connect } from "node:net";
import { type Gateway, startGateway } from "../services/web-gateway/support";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(async () => {
  await gateway.stop();
});

/** Says something, then goes on letter by letter; what it heard and after how long it was cut. */
async function drip(begin: string, letter: string): Promise<{ heard: string; ms: number }> {
  const socket = connect({ port: gateway.port, host: "127.0.0.1" });
  const since = performance.now();
  let heard = "";
  socket.on("data", (chunk) => (heard += chunk.toString()));
  socket.on("error", () => undefined);
  socket.write(begin);
  const dripping = setInterval(() => {
    if (letter !== "") socket.write(letter);
  }, 500);
  await new Promise((resolve) => socket.once("close", resolve));
  clearInterval(dripping);
  return { heard, ms: performance.now() - since };
}

it("cuts who lets headers drip in within 30 s, and serves others meanwhile", async () => {
  const dripped = Promise.all([
    drip("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", "a"),
    drip("GET / HTTP/1.1\r\n", "A: b\r\n"),
    drip("G", "E"),
    drip("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\nGET /health/live HTTP/1.1\r\nX-Slow: ", "a"),
    drip("", ""),
  ]);
  expect((await gateway.ask("GET", "/health/live")).status).toBe(200);
  const [first, lines, method, second, silent] = await dripped;
  for (const { ms } of [first, lines, method, second, silent]) expect(ms).toBeLessThan(30_000);
  for (const { heard } of [first, lines]) {
    expect(heard).toMatch(/^HTTP\/1\.1 408 /);
    expect(heard).toContain("content-security-policy");
    expect(heard).toContain("connection: close");
  }
  expect(second.heard).toMatch(/^HTTP\/1\.1 200 [^]*HTTP\/1\.1 408 /);
  expect(method.heard).toMatch(/^(HTTP\/1\.1 4|$)/);
});
