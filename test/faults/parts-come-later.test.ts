import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { startTcpProxy, type TcpProxy } from "../support/consumers/tcp-proxy";
import { eventually } from "../support/eventually";
import { newDatabase } from "../support/postgresql";
import { freePort, type JumarProcess, runJumar, spawnJumar } from "../support/processes";
import { createVhost, type Vhost } from "../support/rabbitmq";
import { withRealParts } from "../support/real-parts";

/** In ms: for what hangs. */
const WITHIN = 180_000;

withRealParts("a process that starts before what it needs", () => {
  const database = newDatabase();
  let vhost: Vhost;
  let dataDir: string;
  const ways = {} as Record<"broker" | "database", TcpProxy>;
  const running: JumarProcess[] = [];
  beforeAll(async () => {
    vhost = await createVhost();
    dataDir = mkdtempSync(join(tmpdir(), "jumar-later-"));
    const wayTo = (url: URL, usual: number) =>
      startTcpProxy({ host: url.hostname, port: Number(url.port || usual) });
    ways.broker = await wayTo(new URL(vhost.url), 5672);
    ways.database = await wayTo(new URL(database.url), 5432);
    const migrated = await runJumar(["migrate"], {
      DATABASE_URL: database.url,
      JUMAR_DATA_DIR: dataDir,
    });
    expect(migrated).toMatchObject({ code: 0 });
  });
  afterEach(async () => {
    for (const { child, exited } of running.splice(0)) {
      if (child.exitCode === null) child.kill("SIGKILL");
      await exited;
    }
    for (const way of Object.values(ways)) way.open();
  });
  afterAll(async () => {
    for (const way of Object.values(ways)) await way.close();
    await Promise.all([vhost.drop(), database.drop()]);
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** A process on its way up, with what asks it and its log. */
  async function begin(args: string[]) {
    const [port, opsPort] = await Promise.all([freePort(), freePort()]);
    const through = (url: string, way: TcpProxy): string => {
      const led = new URL(url);
      led.host = `127.0.0.1:${way.settings.port}`;
      return led.href;
    };
    const child = spawnJumar(args, {
      DATABASE_URL: through(database.url, ways.database),
      AMQP_URL: through(vhost.url, ways.broker),
      JUMAR_DATA_DIR: dataDir,
      SECRET_KEY_BASE: "0123456789abcdef".repeat(4),
      HOST: "127.0.0.1",
      PORT: String(port),
      OPS_PORT: String(opsPort),
      SHUTDOWN_DELAY: "0",
      LOG_LEVEL: "info",
      JUMAR_ARGON2_MEMORY: "8",
      JUMAR_ARGON2_TIME: "1",
    });
    running.push(child);
    const ask = async (onPort: number, path: string) => {
      const answer = await fetch(`http://127.0.0.1:${onPort}${path}`);
      return { status: answer.status, text: await answer.text() };
    };
    return {
      ...child,
      url: `http://127.0.0.1:${port}`,
      site: (path: string) => ask(port, path),
      ops: (path: string) => ask(opsPort, path),
      /** What the log says of a part, debug lines left out. */
      said: (of: RegExp) =>
        child
          .output()
          .split("\n")
          .filter((line) => line.startsWith("{") && of.test(line))
          .map((line) => JSON.parse(line) as { msg: string; err?: { message: string } }),
      /** SIGTERM; resolves with how it ended and after how many ms. */
      async end() {
        const since = performance.now();
        child.child.kill("SIGTERM");
        const { code } = await child.exited;
        return { code, ms: performance.now() - since };
      },
    };
  }
  type Begun = Awaited<ReturnType<typeof begin>>;

  const untilLive = ({ ops }: Begun) =>
    eventually(async () => (await ops("/health/live")).status === 200, WITHIN);
  const untilReady = ({ ops }: Begun) =>
    eventually(async () => (await ops("/health/ready")).status === 200, WITHIN);

  it("works without RabbitMQ as far as it can, joins it when it comes, and says of both once", async () => {
    ways.broker.cut();
    const web = await begin(["start", "web-gateway", "accounts"]);
    const worker = await begin(["worker"]);
    await eventually(async () => (await web.site("/health/ready")).status === 200, WITHIN);
    expect((await web.ops("/health/live")).status).toBe(200);
    await eventually(async () => (await web.ops("/health/ready")).text.includes("broker: "));
    const answer = await fetch(`${web.url}/api/v1/users`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: "early@example.com", password: "a password of some length" }),
    });
    expect(answer.status).toBe(201);
    await eventually(() => /Jumar runs on http:\S+, and waits for RabbitMQ/.test(web.output()));
    expect(web.output()).not.toContain("Jumar is ready");
    await untilLive(worker);
    await eventually(
      async () => (await worker.ops("/health/ready")).text.includes("broker: "),
      WITHIN,
    );

    ways.broker.open();
    for (const each of [web, worker]) {
      await untilReady(each);
      await eventually(() => each.output().includes("Jumar is ready"), WITHIN);
      const lines = each.said(/RabbitMQ (cannot|is back)/);
      expect(lines.map(({ msg }) => msg)).toEqual([
        "RabbitMQ cannot be reached, trying again",
        "RabbitMQ is back",
      ]);
      expect(lines[0]?.err?.message).toBeTruthy();
      expect(each.said(/background work failed|AMQP|Connection is failed/)).toEqual([]);
    }
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await eventually(async () => {
      const { rowCount } = await client.query("select 1 from search.documents");
      return rowCount === 1;
    }, WITHIN);
    await client.end();
    for (const each of [web, worker]) expect(await each.end()).toMatchObject({ code: 0 });
  });

  it.each(["start web-gateway accounts", "server", "worker"])(
    "stops while it waits for RabbitMQ: %s",
    async (command) => {
      ways.broker.cut();
      const waiting = await begin(command.split(" "));
      await eventually(() => waiting.output().includes(", and waits for RabbitMQ"), WITHIN);
      const { code, ms } = await waiting.end();
      process.stdout.write(`${command}: stopped after ${Math.round(ms)} ms\n`);
      expect(code).toBe(0);
    },
  );

  it("waits for a database that is away, says so once, and is ready when it is there", async () => {
    ways.database.cut();
    const accounts = await begin(["start", "accounts"]);
    await untilLive(accounts);
    const { status, text } = await accounts.ops("/health/ready");
    expect(status).toBe(503);
    expect(text).toMatch(/^database: cannot be reached.*; check that it runs, and DATABASE_URL$/m);
    await eventually(() => accounts.said(/the database/).length > 0);
    const tries = ways.database.refused();
    await eventually(() => ways.database.refused() >= tries + 3);
    expect(accounts.said(/the database/).map(({ msg }) => msg)).toEqual([
      expect.stringMatching(/cannot be reached.*; check that it runs.*; trying again$/),
    ]);
    ways.database.open();
    await untilReady(accounts);
    await eventually(() => accounts.said(/the database is back/).length === 1);
    expect(await accounts.end()).toMatchObject({ code: 0 });
  });

  it("stops while it waits for the database", async () => {
    ways.database.cut();
    const accounts = await begin(["start", "accounts", "--migrate"]);
    await untilLive(accounts);
    const { code, ms } = await accounts.end();
    process.stdout.write(`stopped after ${Math.round(ms)} ms\n`);
    expect(code).toBe(0);
  });
});
