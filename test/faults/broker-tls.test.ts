import { AmqpRefused, connectAmqp } from "../../shared/amqp";
import type { PemFiles } from "../../shared/config";
import { createLogger } from "../../shared/observability";
import { createBroker } from "../../shared/service";
import { type Authority, type Certified, createAuthority } from "../support/certificates";
import { eventually } from "../support/eventually";
import { type DeployedBroker, startDeployedBroker } from "../support/faults/deployed-broker";
import { runJumar } from "../support/processes";
import { withRealParts } from "../support/real-parts";

const log = createLogger({ level: "silent", pretty: false });

withRealParts("TLS to RabbitMQ, which asks for certificates", () => {
  let authority: Authority;
  let other: Authority;
  let client: Certified;
  let broker: DeployedBroker;
  let url: string;
  let tls: PemFiles;
  beforeAll(async () => {
    authority = createAuthority();
    other = createAuthority();
    client = authority.client("operator");
    broker = await startDeployedBroker(authority, { asks: true });
    url = broker.urlOf("operator");
    tls = { ca: authority.ca, ...client };
  });
  afterAll(async () => {
    await broker.drop();
    authority.remove();
    other.remove();
  });

  /** Whether our own connection for events is there; it waits for what time may mend. */
  async function hearsEvents(at: string, files: PemFiles): Promise<boolean> {
    const amqp = await connectAmqp({ url: at, tls: files, name: "test", log });
    const problem = amqp.problem();
    await amqp.close();
    return problem === undefined;
  }

  it("lets us in with the files of AMQP_SSL_CA, _CERT and _KEY", async () => {
    expect(await hearsEvents(url, tls)).toBe(true);
  });

  it("carries calls between services", async () => {
    const [near, far] = ["near", "far"].map(() =>
      createBroker({ log, middlewares: [], amqpUrl: url, amqpTls: tls }),
    );
    far!.createService({ name: "echo", actions: { say: (ctx) => ctx.params as unknown } });
    await Promise.all([near!.start(), far!.start()]);
    await near!.waitForServices("echo", 10_000);
    expect(await near!.call("echo.say", { word: "hello" })).toEqual({ word: "hello" });
    await Promise.all([near!.stop(), far!.stop()]);
  });

  it.each<[string, () => { at?: string; files: PemFiles }]>([
    ["no authority is named", () => ({ files: client })],
    ["another authority is trusted", () => ({ files: { ...tls, ca: other.ca } })],
    ["it is reached by a name it is not certified for", () => ({ at: "127.0.0.1", files: tls })],
    ["we show no certificate", () => ({ files: { ca: authority.ca } })],
    [
      "ours is of another authority",
      () => ({ files: { ca: authority.ca, ...other.client("operator") } }),
    ],
  ])("does not come about when %s", async (_, given) => {
    const { at, files } = given();
    const address = at === undefined ? url : url.replace("localhost", at);
    expect(await hearsEvents(address, files)).toBe(false);
  });

  it("is verified whatever the environment says of TLS", async () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
    try {
      expect(await hearsEvents(url, { ...tls, ca: other.ca })).toBe(false);
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    }
  });

  it("does not stand in for a password", async () => {
    const wrong = url.replace(/:[0-9a-f]{48}@/, ":wrong@");
    await expect(hearsEvents(wrong, tls)).rejects.toThrow(AmqpRefused);
  });

  it("comes back after the broker was away", async () => {
    const amqp = await connectAmqp({ url, tls, name: "test", log });
    await broker.node.kill();
    await eventually(() => amqp.problem() !== undefined);
    await broker.node.start();
    await eventually(() => amqp.problem() === undefined);
    await amqp.close();
  });

  describe("jumar doctor", () => {
    const examine = async (env: Record<string, string>) => {
      const { output } = await runJumar(["doctor", "--json"], { AMQP_URL: url, ...env });
      const findings = JSON.parse(output) as { part: string; state: string; detail: string }[];
      return findings.find(({ part }) => part === "broker");
    };
    it("looks through the same files", async () => {
      const files = { AMQP_SSL_CERT: client.cert, AMQP_SSL_KEY: client.key };
      expect(await examine({ ...files, AMQP_SSL_CA: authority.ca })).toMatchObject({ state: "ok" });
      expect(await examine({ ...files, AMQP_SSL_CA: other.ca })).toMatchObject({
        state: "problem",
      });
    });
  });

  it("names the variable whose file cannot be read", async () => {
    await expect(hearsEvents(url, { ...tls, key: "/nowhere/client.key" })).rejects.toThrow(
      "AMQP_SSL_KEY names a file that cannot be read",
    );
  });
});
