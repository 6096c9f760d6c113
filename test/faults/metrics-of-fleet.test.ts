import { startTcpProxy, type TcpProxy } from "../support/consumers/tcp-proxy";
import { eventually } from "../support/eventually";
import { type Fleet, startFleet } from "../support/fleet";
import { moves } from "../support/metrics/moves";
import { spawnJumar } from "../support/processes";
import { createVhost, type Vhost } from "../support/rabbitmq";
import { withRealParts } from "../support/real-parts";
import { scrape } from "../support/scrape";

const PASSWORD = "a password that is counted";

withRealParts("metrics of a fleet on RabbitMQ", () => {
  let vhost: Vhost;
  let way: TcpProxy;
  let fleet: Fleet;
  beforeAll(async () => {
    vhost = await createVhost();
    const url = new URL(vhost.url);
    way = await startTcpProxy({ host: url.hostname, port: Number(url.port) });
    url.host = `127.0.0.1:${way.settings.port}`;
    fleet = await startFleet({ topology: "split", amqpUrl: url.href });
  });
  afterAll(async () => {
    await fleet.stop();
    await way.close();
    await vhost.drop();
  });
  const register = async (): Promise<void> => {
    const email = `${Math.random().toString(36).slice(2)}@example.com`;
    const { status } = await fleet.client().post("/api/v1/users", { email, password: PASSWORD });
    expect(status).toBe(201);
  };
  const search = { subscriber: "search" };

  it("tell how many events are being handled", async () => {
    const db = await fleet.database();
    const holding = await db.transaction();
    await holding.raw("lock table search.documents in access exclusive mode");
    const unacked = { ...search, state: "unacked" };
    const look = () => scrape(fleet.opsUrl("search"));
    await moves(look, ['jumar_queue_messages{subscriber="search",state="unacked"}'], register);
    await holding.rollback();
    await eventually(async () => {
      const now = await scrape(fleet.opsUrl("search"));
      return now.sum("jumar_queue_messages", unacked) === 0;
    });
  });

  it("tell how many connections a process may have, as it was started", async () => {
    const look = () => scrape(fleet.opsUrl("search"));
    await moves(look, ["jumar_database_pool_limit"], async () => {
      await fleet.end("search");
      await fleet.start("search", { DATABASE_POOL_SIZE: "7" });
    });
    expect((await look()).sum("jumar_database_pool_limit")).toBe(7);
  });

  it("tell what waits in queues, also while nobody takes it", async () => {
    const relay = () => scrape(fleet.opsUrl("accounts"));
    expect((await relay()).sum("jumar_queue_consumers", search)).toBe(1);
    expect((await relay()).sum("jumar_broker_up")).toBe(1);
    expect((await relay()).sum("jumar_broker_alarm")).toBe(0);
    const ready = { ...search, state: "ready" };
    await moves(
      relay,
      [
        'jumar_queue_consumers{subscriber="search"}',
        'jumar_queue_messages{subscriber="search",state="ready"}',
      ],
      async () => {
        await fleet.end("search");
        await register();
      },
    );
    expect((await relay()).sum("jumar_queue_consumers", search)).toBe(0);
    await fleet.start("search");
    await eventually(async () => (await relay()).sum("jumar_queue_messages", ready) === 0);
  });

  it("tell of a process that was started with another secret", async () => {
    const look = () => scrape(fleet.opsUrl("accounts"));
    const stranger = spawnJumar(["start", "search"], {
      ...fleet.env,
      SECRET_KEY_BASE: "of another installation ".repeat(3),
    });
    await moves(look, ["jumar_fleet_strangers"], () => Promise.resolve());
    stranger.child.kill("SIGTERM");
    expect(await stranger.exited).toMatchObject({ code: 0 });
    await eventually(async () => (await look()).sum("jumar_fleet_strangers") === 0);
  });

  it("tell that RabbitMQ is away, and back", async () => {
    const shows = (value: number) =>
      eventually(async () => {
        for (const name of ["accounts", "search"]) {
          const now = await scrape(fleet.opsUrl(name));
          expect(now.sum("jumar_broker_up")).toBe(value);
          expect(now.sum("jumar_ready")).toBe(value);
        }
        return true;
      });
    await shows(1);
    const look = () => scrape(fleet.opsUrl("search"));
    await moves(look, ["jumar_broker_up", "jumar_ready"], async () => {
      way.cut();
      await shows(0);
    });
    way.open();
    await shows(1);
  });
});
