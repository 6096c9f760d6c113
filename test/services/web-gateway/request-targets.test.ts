import { type Gateway, ORIGIN, PASSWORD, startGateway } from "./support";

/* The other forms of a request's target (RFC 9112, 3.2.2 and 3.2.4), as proxies send them. */

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(async () => {
  await gateway.stop();
});

const OWN = new URL(ORIGIN).host;

/** The head of the answer to one request, its target exactly as given. */
async function ask(line: string, host = OWN): Promise<string> {
  const heard = await gateway.raw(
    `${line} HTTP/1.1\r\nHost: ${host}\r\nAccept: text/html\r\nConnection: close\r\n\r\n`,
  );
  return heard;
}
const statusOf = (heard: string): number => Number(heard.split(" ", 2)[1]);

describe("an absolute target", () => {
  it.each([
    ["with the public host", `http://${OWN}/health/live`],
    ["whatever the letters", `HTTP://${OWN.toUpperCase()}/health/live`],
    ["behind a proxy that ends TLS", `https://${OWN}/health/live`],
    ["with the port that goes without saying", `http://${OWN}:80/health/live`],
    ["with an empty port", `http://${OWN}:/health/live`],
    ["without a path", `http://${OWN}`],
    ["without a path, with a query", `http://${OWN}?a=1`],
  ])("%s is the path in it", async (_, target) => {
    expect(statusOf(await ask(`GET ${target}`))).toBe(200);
  });

  it("brings its query along", async () => {
    const heard = await ask(`GET http://${OWN}/users/log_in?return_to=%2Fusers%2Fsettings`);
    expect(statusOf(heard)).toBe(200);
    expect(heard).toContain('name="return_to" value="/users/settings"');
  });

  it("with the address of the connection is the path in it", async () => {
    expect(statusOf(await ask(`GET http://127.0.0.1:${gateway.port}/health/live`))).toBe(200);
  });

  it("counts instead of the Host beside it", async () => {
    expect(statusOf(await ask(`GET http://${OWN}/health/live`, "evil.test"))).toBe(200);
    expect(statusOf(await ask("GET http://evil.test/health/live", OWN))).toBe(400);
  });

  it.each([
    ["http://evil.test/health/live", 400],
    [`http://evil.test@${OWN}/health/live`, 400],
    [`http://${OWN}@evil.test/health/live`, 400],
    [`http://${OWN}.evil.test/health/live`, 400],
    [`http://${OWN}:81/health/live`, 400],
    [`http://${OWN}\\@evil.test/health/live`, 400],
    [`http://${OWN}%2Eevil.test/health/live`, 400],
    [`http://${OWN}#/health/live`, 400],
    [`http:/${OWN}/health/live`, 400],
    [`http:///health/live`, 400],
    [`ftp://${OWN}/health/live`, 400],
    [`ws://${OWN}/health/live`, 400],
    [`//${OWN}/health/live`, 404],
    ["127.0.0.1/health/live", 400],
    ["*", 400],
  ])(
    "that is another server's, or of no form that there is, is refused: %s",
    async (target, status) => {
      expect(statusOf(await ask(`GET ${target}`))).toBe(status);
    },
  );

  it("is not found under another spelling of its path", async () => {
    for (const path of ["//health/live", "/./health/live", "/health/live/", "/api%2fv1/session"])
      expect([path, statusOf(await ask(`GET http://${OWN}${path}`))]).toEqual([path, 404]);
  });

  it("reaches what changes something, and its answer leads to the public address", async () => {
    const body = JSON.stringify({ email: "absolute@example.com", password: PASSWORD });
    const heard = await gateway.raw(
      `POST http://${OWN}/api/v1/users HTTP/1.1\r\nHost: ${OWN}\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
    expect(statusOf(heard)).toBe(201);
    expect(heard).toMatch(/\r\nlocation: \/api\/v1\/users\/user_/i);
  });
});

describe("OPTIONS of the whole server", () => {
  it.each(["*", `http://${OWN}`])("answers what it can do: %s", async (target) => {
    const heard = await ask(`OPTIONS ${target}`);
    expect(statusOf(heard)).toBe(204);
    expect(heard).toMatch(/\r\nallow: DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT\r\n/i);
    expect(heard).not.toMatch(/access-control/i);
  });

  it("of another one is refused", async () => {
    expect(statusOf(await ask("OPTIONS http://evil.test"))).toBe(400);
    expect(statusOf(await ask("OPTIONS *?a=1"))).toBe(400);
  });
});
